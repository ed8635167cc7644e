import type { Scoring } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import { behaviourPoints, decayed, halfLifeOf } from "./behaviour.ts";

/**
 * When, epoch ms, behaviour points may next come to one of `bounds`; infinity for never. Where no points are negative that is
 * exact to a second, else it may be too early, never too late: negative points fade as well.
 */
export function scoreChanges(state: State, scoring: Scoring, bounds: number[], now: number): number {
  const held = scoring.behaviour.flatMap((rule) => {
    const points = state.rules[rule.id];
    return points ? [{ points, halfLife: halfLifeOf(rule, scoring) }] : [];
  });
  if (held.length === 0 || bounds.length === 0) return Number.POSITIVE_INFINITY;
  const points = behaviourPoints(state, scoring, now);
  const lower = Math.max(...bounds.filter((bound) => bound <= points));
  const upper = Math.min(...bounds.filter((bound) => bound > points));
  const part = (sign: 1 | -1, at: number): number =>
    held.reduce(
      (sum, { points, halfLife }) => sum + (Math.sign(points.points) === sign ? decayed(points, halfLife, at) : 0),
      0,
    );
  const [up, down] = [part(1, now), part(-1, now)];
  // Each line is told to the hundredth, so that the sum may be half a hundredth a line away from what this works out.
  const slack = 0.005 * held.length;
  const falls = first((at) => {
    const least = down === 0 ? behaviourPoints(state, scoring, at) : part(1, at) + down - slack;
    return least < lower || (least === lower && points > lower);
  }, now);
  const rises = down === 0 ? Number.POSITIVE_INFINITY : first((at) => up + part(-1, at) + slack >= upper, now);
  return Math.min(falls, rises);
}

const HORIZON = 5 * 365 * 86_400_000;
const SECOND = 1_000;

/** The first time, to a second, after `now` at which something that stays so has become so; infinity for not in years. */
function first(isSo: (at: number) => boolean, now: number): number {
  let [before, after] = [now, now + HORIZON];
  if (!isSo(after)) return Number.POSITIVE_INFINITY;
  while (after - before > SECOND) {
    const middle = (before + after) / 2;
    if (isSo(middle)) after = middle;
    else before = middle;
  }
  return Math.ceil(after);
}
