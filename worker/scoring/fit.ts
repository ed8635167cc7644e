import { evaluate, factsOf, type Score } from "../conditions/index.ts";
import type { Scoring } from "../playbook/index.ts";
import type { State } from "../state/state.ts";

/** The fit rules that hold, and what each gives. Their sum is the fit points. */
export function explainFit(state: State, scoring: Scoring, now: number): { rule: string; points: number }[] {
  const facts = factsOf(state, now, "UTC", () => NO_SCORE);
  return scoring.fit.filter(({ when }) => evaluate(when, facts)).map(({ id, points }) => ({ rule: id, points }));
}

/** Points for who somebody is. */
export function fitPoints(state: State, scoring: Scoring, now: number): number {
  return explainFit(state, scoring, now).reduce((sum, { points }) => sum + points, 0);
}

/** Lint refuses a fit rule that asks for a score, so nobody ever reads this. */
const NO_SCORE: Score = { fit: { points: 0, grade: "D" }, behaviour: { points: 0, rank: 4 }, action: null };
