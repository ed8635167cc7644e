import type { Condition } from "../condition.ts";
import type { Playbook } from "../document.ts";
import { namedBy } from "./matchers.ts";
import { placedNodes } from "./nodes.ts";
import type { Problem } from "./problem.ts";

/**
 * Nobody's role hangs on how many of their company have which: whoever got it would change the answer, and with it everybody's role, at
 * each tick anew.
 */
export function* roles({ companies }: Playbook): Generator<Problem> {
  for (const [name, { when }] of Object.entries(companies.roles)) {
    for (const { path, node } of placedNodes(["companies", "roles", name, "when"], when)) {
      if (!countsRoles(node, companies.segments, new Set())) continue;
      const message = `who has the role "${name}" changes how many have it, so this would be answered otherwise each time; ask about the person`;
      yield { rule: "out-of-order", path, message };
    }
  }
}

/** Whether a node asks how many of a company have a role, itself or by a group of companies; its parts are asked by themselves. */
function countsRoles(node: Condition, groups: Playbook["companies"]["segments"], seen: Set<string>): boolean {
  if (!("company" in node)) return false;
  if (Object.keys(node.company).some((asked) => asked.startsWith("roles."))) return true;
  const named = node.company["segments"] === undefined ? [] : namedBy(node.company["segments"]).map(String);
  return named.some((name) => {
    const group = Object.hasOwn(groups, name) && !seen.has(name) ? groups[name] : undefined;
    seen.add(name);
    return group !== undefined && [...placedNodes([], group.when)].some((one) => countsRoles(one.node, groups, seen));
  });
}
