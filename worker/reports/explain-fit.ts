import { evaluate, type Facts } from "../conditions/index.ts";
import type { Scoring } from "../playbook/index.ts";
import type { State } from "../state/state.ts";

/** The fit rules that hold, and what each gives. Their sum is the fit points. */
export function explainFit(state: State, scoring: Scoring, now: number): { rule: string; points: number }[] {
  const facts: Facts = {
    state,
    surroundings: {},
    now,
    // Lint refuses a fit rule that asks for a score.
    score: () => ({ fit: { points: 0, grade: "D" }, behaviour: { points: 0, rank: 4 } }),
  };
  return scoring.fit
    .filter((rule) => evaluate(rule.when, facts))
    .map((rule) => ({ rule: rule.id, points: rule.points }));
}
