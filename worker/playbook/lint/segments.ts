import type { Condition } from "../condition.ts";
import type { Playbook } from "../document.ts";
import { namedBy } from "./matchers.ts";
import { placedNodes } from "./nodes.ts";
import type { Path, Problem } from "./problem.ts";

/** A segment may use those written before it, so one pass in order decides all of them; so may a group of companies. */
export function* segments({ segments: people, companies }: Playbook): Generator<Problem> {
  yield* inOrder(["segments"], people, (node) => ("segment" in node ? [node.segment] : []));
  yield* inOrder(["companies", "segments"], companies.segments, (node) =>
    "company" in node && node.company["segments"] !== undefined ? namedBy(node.company["segments"]).map(String) : [],
  );
}

function* inOrder(
  base: Path,
  all: Record<string, { when: Condition }>,
  uses: (node: Condition) => string[],
): Generator<Problem> {
  const names = Object.keys(all);
  const used = new Map(
    names.map((name) => [name, new Set(nodesOf(all[name]!.when).flatMap(({ node }) => uses(node)))]),
  );
  for (const [i, name] of names.entries()) {
    for (const { path, node } of placedNodes([...base, name, "when"], all[name]!.when)) {
      for (const other of uses(node)) {
        // A name that nobody gave is told as such (names.ts).
        if (names.indexOf(other) < i) continue;
        const circle = reaches(other, name, used);
        const message =
          other === name
            ? `"${name}" cannot ask about itself; leave that out`
            : circle
              ? `"${name}" and "${other}" ask about each other in a circle; one of them has to do without the other`
              : `write "${other}" before "${name}", which uses it`;
        yield { rule: "out-of-order", path, message };
      }
    }
  }
}

const nodesOf = (when: Condition) => [...placedNodes([], when)];

function reaches(from: string, to: string, used: Map<string, Set<string>>, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const next = used.get(from) ?? new Set<string>();
  return next.has(to) || [...next].some((name) => reaches(name, to, used, seen));
}
