import type { Step } from "../flow.ts";
import type { Path } from "./problem.ts";

/** How somebody leaves a flow's steps: for another flow, or (null) by their end. */
export interface Way {
  to: string | null;
  /** Whether they waited before; and whether a condition or chance decided. */
  waited: boolean;
  guarded: boolean;
}

/** All ways through steps, and the steps that none of them comes to. */
export function waysThrough(path: Path, steps: Step[]): { ways: Way[]; unreachable: Path[] } {
  const found = { ways: [] as Way[], unreachable: [] as Path[] };
  const ends = follow(path, steps, [{ to: null, waited: false, guarded: false }], found);
  found.ways.push(...ends);
  return found;
}

/** Follows those who are `here` through steps; whoever comes out at their end is returned. */
function follow(path: Path, steps: Step[], here: Way[], found: { ways: Way[]; unreachable: Path[] }): Way[] {
  let alive = here;
  for (const [i, step] of steps.entries()) {
    if (alive.length === 0) {
      found.unreachable.push([...path, i]);
      return [];
    }
    const at = [...path, i];
    const guarded = alive.map((way) => ({ ...way, guarded: true }));
    if ("goTo" in step) found.ways.push(...alive.map((way) => ({ ...way, to: step.goTo })));
    if ("end" in step) found.ways.push(...alive);
    if ("goTo" in step || "end" in step) alive = [];
    else if ("if" in step)
      alive = [
        ...follow([...at, "then"], step.then, guarded, found),
        ...follow([...at, "else"], step.else, guarded, found),
      ];
    else if ("split" in step)
      alive = step.split.flatMap((one, j) => follow([...at, "split", j, "steps"], one.steps, guarded, found));
    else if ("until" in step || "waitFor" in step || ("wait" in step && step.wait > 0))
      alive = alive.map((way) => ({ ...way, waited: true }));
    alive = distinct(alive);
  }
  return alive;
}

/** Each branch would double them. */
function distinct(ways: Way[]): Way[] {
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
}
