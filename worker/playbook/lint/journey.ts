import type { Playbook } from "../document.ts";
import type { Flow } from "../flow.ts";
import { inStage } from "./in-stage.ts";
import { circles, type Graph, graphOf } from "./flow-graph.ts";
import type { Problem } from "./problem.ts";

/** Flows, stages and what starts them as one graph: everybody with a permission is always in some flow. */
export function* journey(playbook: Playbook): Generator<Problem> {
  const { flows, stages } = playbook;
  if (Object.keys(flows).length === 0) return;
  const graph = graphOf(flows);
  const isJourney = Object.values(flows).some(carries);
  for (const [name, flow] of Object.entries(flows)) {
    const { unreachable, ends } = graph.get(name)!;
    for (const path of unreachable)
      yield {
        rule: "unreachable-step",
        path,
        message: "nobody comes to this step: all ways before it end or go to another flow; remove it, or mend those",
      };
    if (isJourney && flow.kind === "transition" && ends && flow.next === undefined)
      yield {
        rule: "hole-in-journey",
        path: ["flows", name],
        message: `whoever reaches the end of "${name}" is in no flow any more; name the flow they go on to: "next: …"`,
      };
    if (flow.kind === "holding" && flow.start.every((trigger) => "byHand" in trigger) && !isHandedTo(name, graph))
      yield {
        rule: "flow-without-entrance",
        path: ["flows", name, "start"],
        message: `nobody comes into "${name}" but by hand; start it by something they do, or let another flow go to it`,
      };
  }
  for (const circle of circles(flows, graph))
    yield {
      rule: "circle-without-wait",
      path: ["flows", circle[0]!],
      message: `${[...circle, circle[0]].join(" → ")} goes round without ever waiting; put "wait" into one of them`,
    };
  if (!isJourney) return;
  for (const [i, { id }] of stages.entries()) {
    if (!Object.entries(flows).some(([name, flow]) => keeps(name, flow, id, graph)))
      yield {
        rule: "stage-without-flow",
        path: ["stages", i],
        message: `whoever is in "${id}" is in no flow; start one by { stage: ${id} }, or let a holding flow keep them`,
      };
  }
}

/** Flows that hold people, hand them over or begin with a stage make a journey; a letter to who left a cart is none yet. */
const carries = ({ kind, next, start }: Flow): boolean =>
  kind === "holding" || next !== undefined || start.some((trigger) => "stage" in trigger);

const isHandedTo = (name: string, graph: Graph): boolean =>
  [...graph].some(([other, { edges }]) => other !== name && edges.some(({ to }) => to === name));

/** Whether a flow has people of a stage in it: it begins with that stage, or holds those who came into it before. */
function keeps(name: string, { kind, start, when, exit }: Flow, stage: string, graph: Graph): boolean {
  if (exit && inStage(exit, stage) === true) return false;
  const isBegun = start.some((trigger) => "stage" in trigger && trigger.stage === stage);
  if (isBegun && (!when || inStage(when, stage) !== false)) return true;
  return kind === "holding" && (start.some((trigger) => !("byHand" in trigger)) || isHandedTo(name, graph));
}
