import type { Playbook } from "../document.ts";
import { nodesIn } from "./nodes.ts";
import type { Path, Problem } from "./problem.ts";

const MOST: [path: string[], most: number][] = [
  [["segments"], 200],
  [["forms"], 100],
  [["blocks"], 200],
  [["emails"], 500],
  [["flows"], 100],
  [["experiments"], 100],
  [["personas"], 100],
  [["companies", "segments"], 100],
  [["companies", "roles"], 20],
  [["site", "goals"], 50],
  [["site", "traits"], 200],
];

/** Conditions are asked at every event; so many take a Worker's time. */
const MOST_NODES = 3_000;

/** More of something than a Worker decides about in time. */
export function* size(playbook: Playbook): Generator<Problem> {
  for (const [path, most] of MOST) {
    const all = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], playbook);
    const count = Object.keys(all as object).length;
    if (count > most) yield tooMany(path, `${count} ${path.join(" ")} are too many; at most ${most} may be written`);
  }
  const count = [...nodesIn(playbook)].length;
  if (count > MOST_NODES)
    yield tooMany(["segments"], `${count} conditions are too many; all files together may have ${MOST_NODES}`);
}

const tooMany = (path: Path, message: string): Problem => ({ rule: "too-many", path, message });
