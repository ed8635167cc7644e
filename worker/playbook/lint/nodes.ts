import { type Asked, askedIn } from "../asked.ts";
import type { Condition } from "../condition.ts";
import { stepsOf } from "../did.ts";
import type { Playbook } from "../document.ts";
import type { Step } from "../flow.ts";
import type { EventMatch } from "../matcher.ts";
import type { Path } from "./problem.ts";

export interface Node {
  path: Path;
  node: Condition;
  by: Asked["by"];
}

/** Every node of every condition, with its own place. */
export function* nodesIn(playbook: Playbook): Generator<Node> {
  for (const { path, condition, by } of askedIn(playbook)) {
    for (const placed of placedNodes(path, condition)) yield { ...placed, by };
  }
}

/** Every node of a condition, itself first. */
export function* placedNodes(path: Path, node: Condition): Generator<{ path: Path; node: Condition }> {
  yield { path, node };
  if ("all" in node) for (const [i, child] of node.all.entries()) yield* placedNodes([...path, "all", i], child);
  if ("any" in node) for (const [i, child] of node.any.entries()) yield* placedNodes([...path, "any", i], child);
  if ("not" in node) yield* placedNodes([...path, "not"], node.not);
}

/** Every event that something listens to, and the path of a value that is added up or told apart. */
export function* eventsIn(playbook: Playbook): Generator<{ path: Path; match: EventMatch; of?: string }> {
  for (const { path, node } of nodesIn(playbook)) {
    if (!("did" in node)) continue;
    for (const match of stepsOf(node)) yield { path, match };
    if ("of" in node) yield { path, match: node, of: node.of };
  }
  for (const [i, { on }] of playbook.scoring.behaviour.entries())
    yield { path: ["scoring", "behaviour", i, "on"], match: on };
  for (const [name, { on }] of Object.entries(playbook.site.goals))
    yield { path: ["site", "goals", name, "on"], match: on };
  for (const [name, flow] of Object.entries(playbook.flows)) {
    for (const [i, trigger] of flow.start.entries())
      if ("did" in trigger) yield { path: ["flows", name, "start", i], match: trigger };
  }
}

/** Every step of a flow, those inside branches too. */
export function* stepsIn(path: Path, steps: Step[]): Generator<{ path: Path; step: Step }> {
  for (const [i, step] of steps.entries()) {
    const here = [...path, i];
    yield { path: here, step };
    if ("if" in step) {
      yield* stepsIn([...here, "then"], step.then);
      yield* stepsIn([...here, "else"], step.else);
    }
    if ("split" in step)
      for (const [j, branch] of step.split.entries()) yield* stepsIn([...here, "split", j, "steps"], branch.steps);
  }
}
