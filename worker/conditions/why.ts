import type { Condition } from "../playbook/index.ts";
import { evaluate } from "./evaluate.ts";
import type { Facts } from "./facts.ts";

/** Whether a condition held, and each of its parts: what an author needs to see why. */
export interface Why {
  condition: Condition;
  holds: boolean;
  parts: Why[];
}

/** A condition with its answer, part by part, each asked as {@link evaluate} asks it. */
export function why(condition: Condition, facts: Facts): Why {
  return { condition, holds: evaluate(condition, facts), parts: partsOf(condition).map((part) => why(part, facts)) };
}

function partsOf(condition: Condition): Condition[] {
  if ("all" in condition) return condition.all;
  if ("any" in condition) return condition.any;
  return "not" in condition ? [condition.not] : [];
}
