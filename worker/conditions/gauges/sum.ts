import { type Did, MOST_ADDED } from "../../playbook/index.ts";
import type { Counter } from "../../state/state.ts";
import { reader } from "../told.ts";
import { numberOf } from "../value.ts";
import { type Gauge, inWindow, seconds, turns } from "./gauge.ts";

type Sum = Extract<Did, { asks: "sum" }>;

/** A sum in hundredths: a total, or in a window [time, value] of the latest. Values beyond a thousand million are none. */
export const sum: Gauge<Sum> = {
  add: (before, event, did) => {
    const value = numberOf(reader(did.of)(event));
    const hundredths = Math.abs(value) <= 1e9 ? Math.floor(value * 100 + 0.5) : 0;
    return did.within === undefined
      ? total(before) + hundredths
      : latest([...pairs(before), [seconds(event.at), hundredths]]);
  },
  holds: (counter, did, moment) => {
    const hundredths =
      did.within === undefined
        ? total(counter)
        : pairs(counter).reduce((all, [at, value]) => all + (inWindow(at, did, moment) ? value : 0), 0);
    const { gte, lte } = did;
    return (gte === undefined || hundredths / 100 >= gte) && (lte === undefined || hundredths / 100 <= lte);
  },
  changes: (counter, { within }, now) =>
    within === undefined ? Number.POSITIVE_INFINITY : Math.min(...pairs(counter).map(([at]) => turns(at, within, now))),
  merge: (a, b, did) => (did.within === undefined ? total(a) + total(b) : latest([...pairs(a), ...pairs(b)])),
};

type Pair = [at: number, value: number];

const total = (counter: Counter | undefined): number => (typeof counter === "number" ? counter : 0);
const pairs = (counter: Counter | undefined): Pair[] => (Array.isArray(counter) ? (counter as Pair[]) : []);

const latest = (all: Pair[]): Pair[] => all.toSorted(([s, a], [t, b]) => t - s || b - a).slice(0, MOST_ADDED);
