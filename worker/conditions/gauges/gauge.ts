import type { Event } from "../../events/event.ts";
import type { Did } from "../../playbook/index.ts";
import type { Counter } from "../../state/state.ts";
import type { Moment } from "../facts.ts";

/** How one kind of question about history is kept and answered in memory; `sql/` answers the same from the events. */
export interface Gauge<D extends Did> {
  /** The counter after a matching event. */
  add(before: Counter | undefined, event: Event, did: D): Counter;
  holds(counter: Counter | undefined, did: D, moment: Moment): boolean;
  /** When, epoch ms, time alone may change the answer; infinity for never. */
  changes(counter: Counter, did: D, now: number): number;
  /** Two people's counters as one's. */
  merge(a: Counter, b: Counter, did: D): Counter;
}

/** Times are kept in whole seconds: half the bytes, and exact enough for minutes. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** Whether a time (s) lies in the window that a question is about. As of a time, what came after it is not in there. */
export function inWindow(at: number, { within, since }: Did, { now, stageSince }: Moment): boolean {
  if (within !== undefined) return at > seconds(now - within) && at <= seconds(now);
  return since !== "stage" || at > seconds(stageSince);
}

/** When a time (s) that a window looks at comes into it or leaves it next. */
export function turns(at: number, within: number, now: number): number {
  const moments = [at * 1000, at * 1000 + within];
  return moments.find((moment) => moment > now) ?? Number.POSITIVE_INFINITY;
}

/** When it comes to hold, or ceases to, that all of so many times (s) lie in a window; fewer never do. */
export function allTurn(
  times: number[],
  { atLeast, within }: { atLeast: number; within: number },
  now: number,
): number {
  if (times.length < atLeast) return Number.POSITIVE_INFINITY;
  const [begins, ends] = [Math.max(...times) * 1000, Math.min(...times) * 1000 + within];
  if (begins >= ends) return Number.POSITIVE_INFINITY;
  return [begins, ends].find((moment) => moment > now) ?? Number.POSITIVE_INFINITY;
}

export const latest = (times: number[], most: number): number[] => times.toSorted((a, b) => b - a).slice(0, most);
