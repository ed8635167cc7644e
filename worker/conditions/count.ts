import type { Event } from "../events/event.ts";
import type { Did } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import { matchesEvent } from "./match.ts";

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** The counters after an event: totals grow; a window keeps the latest times it needs to be exact, and no more. */
export function count(counters: State["counters"], event: Event, needed: Did[]): State["counters"] {
  let next = counters;
  for (const did of needed) {
    if (!matchesEvent(event, did)) continue;
    const before = counters[did.key];
    next = { ...next, [did.key]: did.within === undefined ? total(before) + 1 : latest(before, event.at, did.atLeast) };
  }
  return next;
}

/** What a revision no longer asks for is given up, so that a state never holds more than the playbook in force needs. */
export function onlyNeeded<T>(kept: Record<string, T>, needed: { key: string }[]): Record<string, T> {
  if (Object.keys(kept).every((key) => needed.some((one) => one.key === key))) return kept;
  return Object.fromEntries(needed.flatMap(({ key }) => (Object.hasOwn(kept, key) ? [[key, kept[key]!]] : [])));
}

/** Whether the counters say that somebody did this often enough, in time. */
export function happened(counters: State["counters"], did: Did, now: number): boolean {
  const counter = counters[did.key];
  if (did.within === undefined) return total(counter) >= did.atLeast;
  const since = seconds(now - did.within);
  // History told late is folded as of its own time, when what came after it had not happened.
  return Array.isArray(counter) && counter.filter((at) => at > since && at <= seconds(now)).length >= did.atLeast;
}

/** Two people's counters as one's. */
export function mergeCounters(a: State["counters"], b: State["counters"], needed: Did[]): State["counters"] {
  const merged: State["counters"] = {};
  for (const did of needed) {
    const [x, y] = [a[did.key], b[did.key]];
    if (x === undefined && y === undefined) continue;
    merged[did.key] =
      did.within === undefined
        ? total(x) + total(y)
        : [...times(x), ...times(y)].toSorted((p, q) => q - p).slice(0, did.atLeast);
  }
  return merged;
}

const total = (counter: number | number[] | undefined): number => (typeof counter === "number" ? counter : 0);
const times = (counter: number | number[] | undefined): number[] => (Array.isArray(counter) ? counter : []);

function latest(counter: number | number[] | undefined, at: number, keep: number): number[] {
  return [...times(counter), seconds(at)].toSorted((p, q) => q - p).slice(0, keep);
}
