import type { Event } from "../events/event.ts";
import { type Did, stepsOf } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import { gaugeOf } from "./gauges/index.ts";
import { matchesEvent } from "./match.ts";

/** The counters after an event: each question about history keeps what it needs, and no more. */
export function count(counters: State["counters"], event: Event, needed: Did[]): State["counters"] {
  let next = counters;
  for (const did of heard(needed, event)) {
    if (!listensTo(did, event)) continue;
    next = { ...next, [did.key]: gaugeOf(did).add(counters[did.key], event, did) };
  }
  return next;
}

function listensTo(did: Did, event: Event): boolean {
  if (typeof did.since === "number" && event.at < did.since) return false;
  return stepsOf(did).some((match) => matchesEvent(event, match));
}

/** Questions by the names they listen to: most events concern few of them. */
const ears = new WeakMap<Did[], Map<string, Did[]>>();

function heard(needed: Did[], { type, name }: Event): Did[] {
  let byName = ears.get(needed);
  if (!byName) {
    byName = new Map();
    for (const did of needed) {
      for (const heard of new Set(stepsOf(did).map((match) => match.did)))
        byName.set(heard, [...(byName.get(heard) ?? []), did]);
    }
    ears.set(needed, byName);
  }
  const byType = byName.get(type) ?? [];
  const named = (type === "track" && name !== undefined && name !== type && byName.get(name)) || [];
  return named.length === 0 ? byType : [...new Set([...byType, ...named])];
}

/** What a revision no longer asks for is given up, so that a state never holds more than the playbook in force needs. */
export function onlyNeeded<T>(kept: Record<string, T>, needed: Set<string>): Record<string, T> {
  if (Object.keys(kept).every((key) => needed.has(key))) return kept;
  return Object.fromEntries(Object.entries(kept).filter(([key]) => needed.has(key)));
}

/** When, epoch ms, time alone may change the answer to one of these questions; infinity for never. */
export function countersChange(counters: State["counters"], asked: Did[], now: number): number {
  let soonest = Number.POSITIVE_INFINITY;
  for (const did of asked) {
    const counter = counters[did.key];
    if (counter !== undefined) soonest = Math.min(soonest, gaugeOf(did).changes(counter, did, now));
  }
  return soonest;
}

/** Two people's counters as one's. */
export function mergeCounters(a: State["counters"], b: State["counters"], needed: Did[]): State["counters"] {
  const merged: State["counters"] = {};
  for (const did of needed) {
    const [x, y] = [a[did.key], b[did.key]];
    const counter = x === undefined ? y : y === undefined ? x : gaugeOf(did).merge(x, y, did);
    if (counter !== undefined) merged[did.key] = counter;
  }
  return merged;
}
