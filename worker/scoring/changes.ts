import { DAY } from "../lib/duration.ts";
import type { Scoring } from "../playbook/index.ts";
import type { Accumulator, State } from "../state/state.ts";
import { decayed, halfLifeOf } from "./behaviour.ts";

/** Points held, and how fast they fade. */
interface Held {
  points: Accumulator;
  halfLife: number;
}

/** What is told at a time, in whole hundredths: of all lines above nothing together, and of all below. */
interface Told {
  at: number;
  up: number;
  down: number;
}

/** After so many ms without a change it is looked at again. */
const HORIZON = 5 * 365 * DAY;

/**
 * When, epoch ms, behaviour points come next to one of `bounds`, or leave it: the first moment at which {@link behaviourPoints}, as they
 * are told, are on another side of one than now. Exact, also where negative points fade and others rise by it. Infinity for never.
 */
export function scoreChanges(state: Pick<State, "rules">, scoring: Scoring, bounds: number[], now: number): number {
  const held: Held[] = [];
  for (const rule of scoring.behaviour) {
    const points = state.rules[rule.id];
    if (points && points.points !== 0) held.push({ points, halfLife: halfLifeOf(rule, scoring) });
  }
  if (held.length === 0 || bounds.length === 0) return Number.POSITIVE_INFINITY;
  const start = toldAt(held, now);
  const side = sideOf((start.up + start.down) / 100, bounds);
  const found = firstOutside(held, side, start, toldAt(held, now + HORIZON));
  if (found !== undefined) return found;
  return side(0, 0) ? Number.POSITIVE_INFINITY : now + HORIZON;
}

function toldAt(held: Held[], at: number): Told {
  let [up, down] = [0, 0];
  for (const { points, halfLife } of held) {
    const hundredths = Math.round(decayed(points, halfLife, at) * 100);
    if (hundredths > 0) up += hundredths;
    else down += hundredths;
  }
  return { at, up, down };
}

/** Whether everything from `least` to `most` is on the side of all bounds where `points` is: on a bound is a side of its own. */
function sideOf(points: number, bounds: number[]): (least: number, most: number) => boolean {
  if (bounds.includes(points)) return (least, most) => least === points && most === points;
  const lower = Math.max(...bounds.filter((bound) => bound < points));
  const upper = Math.min(...bounds.filter((bound) => bound > points));
  return (least, most) => least > lower && most < upper;
}

/**
 * The first ms after `from`, up to `to`, on another side. What is above nothing only falls and what is below only rises, so the two
 * ends say how far the sum can get between them: most of the time is ruled out in a few steps.
 */
function firstOutside(
  held: Held[],
  side: (least: number, most: number) => boolean,
  from: Told,
  to: Told,
): number | undefined {
  if (side((to.up + from.down) / 100, (from.up + to.down) / 100)) return undefined;
  if (to.at - from.at <= 1) {
    const end = (to.up + to.down) / 100;
    return side(end, end) ? undefined : to.at;
  }
  const middle = toldAt(held, Math.floor((from.at + to.at) / 2));
  return firstOutside(held, side, from, middle) ?? firstOutside(held, side, middle, to);
}
