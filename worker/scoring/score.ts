import type { Score } from "../conditions/index.ts";
import type { Grade, Scoring } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import { behaviourPoints } from "./behaviour.ts";
import { fitPoints } from "./fit.ts";

/** Both dimensions at a time, and what the matrix says of them. */
export function scoreAt(state: State, scoring: Scoring, now: number): Score {
  const fit = fitPoints(state, scoring, now);
  const behaviour = behaviourPoints(state, scoring, now);
  const score = {
    fit: { points: fit, grade: gradeOf(fit, scoring) },
    behaviour: { points: behaviour, rank: rankOf(behaviour, scoring) },
  };
  return { ...score, action: actionOf(cellOf(score), scoring) };
}

/** Grade and rank as one word: `B2`. */
export const cellOf = ({ fit, behaviour }: Pick<Score, "fit" | "behaviour">): string => `${fit.grade}${behaviour.rank}`;

/** What is to be done about somebody in a cell of the matrix; null for nothing. */
export function actionOf(cell: string, { matrix }: Scoring): string | null {
  return Object.keys(matrix).find((action) => matrix[action]!.includes(cell)) ?? null;
}

function gradeOf(points: number, scoring: Scoring): Grade {
  return highest(points, scoring.grades)?.grade ?? "D";
}

function rankOf(points: number, scoring: Scoring): number {
  return highest(points, scoring.ranks)?.rank ?? 4;
}

function highest<T extends { from: number }>(points: number, steps: T[]): T | undefined {
  let best: T | undefined;
  for (const step of steps) if (points >= step.from && (best === undefined || step.from > best.from)) best = step;
  return best;
}
