import { evaluate, type Facts, type Score } from "../conditions/index.ts";
import type { Grade, Scoring } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import { behaviourPoints } from "./behaviour.ts";

/** Points for who somebody is, by the traits the state carries. */
export function fitPoints(state: State, scoring: Scoring, now: number): number {
  const facts: Facts = { state, surroundings: {}, now, score: () => NO_SCORE };
  return scoring.fit.reduce((sum, rule) => sum + (evaluate(rule.when, facts) ? rule.points : 0), 0);
}

/** Both dimensions at a time. */
export function scoreAt(state: State, scoring: Scoring, now: number): Score {
  const fit = fitPoints(state, scoring, now);
  const behaviour = behaviourPoints(state, scoring, now);
  return {
    fit: { points: fit, grade: gradeOf(fit, scoring) },
    behaviour: { points: behaviour, rank: rankOf(behaviour, scoring) },
  };
}

function gradeOf(points: number, scoring: Scoring): Grade {
  return highest(points, scoring.grades)?.grade ?? "D";
}

function rankOf(points: number, scoring: Scoring): number {
  return highest(points, scoring.ranks)?.rank ?? 4;
}

function highest<T extends { from: number }>(points: number, steps: T[]): T | undefined {
  return steps.filter((step) => points >= step.from).toSorted((a, b) => b.from - a.from)[0];
}

/** Fit rules look at traits; lint refuses one that asks for a score, so nobody ever reads this. */
const NO_SCORE: Score = { fit: { points: 0, grade: "D" }, behaviour: { points: 0, rank: 4 } };
