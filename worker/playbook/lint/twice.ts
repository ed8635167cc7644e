import type { Path, Problem } from "./problem.ts";

/** Things of one list that go by the same name, of which only one would ever be found. */
export function* twice<T>(
  path: Path,
  all: T[],
  nameOf: (one: T) => string,
  what: string,
  key?: string,
): Generator<Problem> {
  const names = all.map(nameOf);
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) === i) continue;
    const at = [...path, i, ...(key === undefined ? [] : [key])];
    yield { rule: "given-twice", path: at, message: `${what} "${name}" is there twice; rename one, or remove it` };
  }
}
