/** The one of `known` that was probably meant by a misspelt name: other case or signs, a plural, or one letter wrong. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const all = [...known].filter((other) => other !== name);
  const plain = bare(name);
  return (
    all.find((other) => bare(other) === plain) ??
    all.find((other) => `${bare(other)}s` === plain || `${plain}s` === bare(other)) ??
    all.find((other) => plain.length >= LONG && bare(other).length >= LONG && isOneOff(plain, bare(other)))
  );
}

/** In a short word one letter makes another word: `kind` and `king`. */
const LONG = 6;

const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s_.-]/g, "");

/** One letter too many, too few, exchanged, or two swapped. */
function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [x, y] = [a.slice(start), b.slice(start)];
  return (
    x.slice(1) === y.slice(1) ||
    x.slice(1) === y ||
    x === y.slice(1) ||
    (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2))
  );
}

/** How a name that nobody knows is told: what was probably meant, else `mend`. */
export function unknown(what: string, name: string, known: Iterable<string>, mend: string): string {
  const near = nearest(name, known);
  return `there is no ${what} "${name}"; ${near === undefined ? mend : `did you mean "${near}"?`}`;
}
