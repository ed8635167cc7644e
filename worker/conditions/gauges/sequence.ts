import { type Did, MOST_KEPT } from "../../playbook/index.ts";
import type { Counter } from "../../state/state.ts";
import { matchesEvent } from "../match.ts";
import { type Gauge, inWindow, latest as latestOf, seconds, turns } from "./gauge.ts";

type Sequence = Extract<Did, { asks: "sequence" }>;

/**
 * One thing after another: the latest times of each step, and the latest at which each was reached from those before it, so
 * that a step long ago still counts when more of the same followed.
 */
export const sequence: Gauge<Sequence> = {
  add: (before, event, did) => {
    const at = seconds(event.at);
    const steps = [did, ...did.steps].map((step, i) => {
      const times = kept(before).times[i] ?? [];
      return matchesEvent(event, step) ? latest([...times, at]) : times;
    });
    return walked(steps, kept(before).reached, did);
  },
  holds: (counter, did, moment) => {
    const done = kept(counter).reached.at(-1) ?? 0;
    return done > 0 && inWindow(done, did, moment);
  },
  changes: (counter, { within }, now) => {
    const done = kept(counter).reached.at(-1) ?? 0;
    return within === undefined || done === 0 ? Number.POSITIVE_INFINITY : turns(done, within, now);
  },
  merge: (a, b, did) => {
    const [x, y] = [kept(a), kept(b)];
    const steps = [did, ...did.steps].map((_, i) => latest([...(x.times[i] ?? []), ...(y.times[i] ?? [])]));
    return walked(
      steps,
      did.steps.map((_, i) => Math.max(x.reached[i] ?? 0, y.reached[i] ?? 0)),
      did,
    );
  },
};

/** Many at the same time say no more than one. */
const latest = (times: number[]): number[] => latestOf([...new Set(times)], MOST_KEPT);

/** `reached` has one time for each step after the first; 0 for never. */
const kept = (counter: Counter | undefined): { times: number[][]; reached: number[] } => {
  const [reached = [], ...times] = (Array.isArray(counter) ? counter : []) as number[][];
  return { times, reached };
};

function walked(times: number[][], before: number[], did: Sequence): number[][] {
  let from = times[0]!;
  const reached = did.steps.map(({ within }, i) => {
    const follows = (at: number): boolean => from.some((start) => at > start && at * 1000 <= start * 1000 + within);
    const here = times[i + 1]!.filter(follows);
    from = [...here, ...(before[i] ? [before[i]] : [])];
    return Math.max(0, ...from);
  });
  return [reached, ...times];
}
