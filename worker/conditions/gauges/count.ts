import type { Did } from "../../playbook/index.ts";
import type { Counter } from "../../state/state.ts";
import { allTurn, type Gauge, inWindow, latest, seconds } from "./gauge.ts";

type Count = Extract<Did, { asks: "count" }>;

/** How often: a total, or the latest times that a window needs to be exact. */
export const count: Gauge<Count> = {
  add: (before, { at }, did) =>
    isBounded(did) ? latest([...times(before), seconds(at)], did.atLeast) : total(before) + 1,
  holds: (counter, did, moment) =>
    isBounded(did)
      ? times(counter).filter((at) => inWindow(at, did, moment)).length >= did.atLeast
      : total(counter) >= did.atLeast,
  changes: (counter, { within, atLeast }, now) =>
    within === undefined ? Number.POSITIVE_INFINITY : allTurn(times(counter), { atLeast, within }, now),
  merge: (a, b, did) => (isBounded(did) ? latest([...times(a), ...times(b)], did.atLeast) : total(a) + total(b)),
};

const isBounded = ({ within, since }: Count): boolean => within !== undefined || since === "stage";
const total = (counter: Counter | undefined): number => (typeof counter === "number" ? counter : 0);
const times = (counter: Counter | undefined): number[] => (Array.isArray(counter) ? (counter as number[]) : []);
