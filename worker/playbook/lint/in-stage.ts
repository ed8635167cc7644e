import type { Condition } from "../condition.ts";

/** Whether a condition holds of somebody in a stage, for as much as that alone tells; undefined where more decides. */
export function inStage(node: Condition, stage: string): boolean | undefined {
  if ("not" in node) {
    const inner = inStage(node.not, stage);
    return inner === undefined ? undefined : !inner;
  }
  if ("all" in node) {
    const each = node.all.map((child) => inStage(child, stage));
    return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
  }
  if ("any" in node) {
    const each = node.any.map((child) => inStage(child, stage));
    return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
  }
  if (!("stage" in node)) return undefined;
  if (![node.stage].flat().includes(stage)) return false;
  return node.longerThan === undefined && node.shorterThan === undefined ? true : undefined;
}
