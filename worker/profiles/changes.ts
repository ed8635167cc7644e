import { count } from "../conditions/index.ts";
import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled } from "../playbook/index.ts";
import { score, scoreAt } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import { decide } from "./decide.ts";

/** Why somebody's state was looked at: an event, time that has passed, a playbook that was published, or two found to be one person. */
export interface Cause {
  /** The same each time that the same is done again. */
  id: string;
  profile: string;
  at: number;
  by: "event" | "time" | "publish" | "merge";
}

/** A state, and the events that it became so by. */
export interface Settled {
  state: State;
  events: Event[];
}

/** Points or counts for what follows may change what follows; after so many rounds the rest waits for the next event. */
const MOST_ROUNDS = 3;

/**
 * Decides what follows from a state, and tells it as events: a segment entered or left, a stage, a boundary of the score crossed, a
 * lead. They are counted like all others, so rules may ask about them. `before` is what was decided last. Never as of a time before
 * what the state knows of: what comes out of turn would else undo what came after it.
 */
export function settleDown(before: State, undecided: State, told: Cause, playbook: Compiled): Settled {
  const cause = { ...told, at: Math.max(told.at, undecided.lastSeen, undecided.stageSince) };
  const all: Event[] = [];
  // A lead that came along with a merge was handed over before.
  let last: State = { ...before, lead: undecided.lead };
  let state = decide(undecided, playbook, cause.at);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const events = changes(last, state, cause, playbook, all.length);
    all.push(...events);
    const heard = events.filter(({ type }) => playbook.heard.has(type));
    // Segments and stages may ask whether somebody is a lead, which is decided last.
    if (heard.length === 0 && state.lead === last.lead) break;
    last = state;
    state = heard.reduce((counted, event) => counting(counted, event, playbook), state);
    // What is decided must be told.
    if (round < MOST_ROUNDS - 1) state = decide(state, playbook, cause.at);
  }
  return { state, events: all };
}

function counting(state: State, event: Event, playbook: Compiled): State {
  return {
    ...state,
    counters: count(state.counters, event, playbook.needs.counters),
    rules: score(state.rules, event, playbook.scoring),
  };
}

function changes(before: State, after: State, cause: Cause, playbook: Compiled, serial: number): Event[] {
  const told: Pick<Event, "type" | "name" | "properties">[] = [];
  const entered = after.segments.filter((segment) => !before.segments.includes(segment));
  const left = before.segments.filter((segment) => !after.segments.includes(segment));
  for (const name of entered) told.push({ type: "segment_entered", name });
  for (const name of left) told.push({ type: "segment_left", name });
  if (before.stage !== after.stage)
    told.push({
      type: "stage_entered",
      name: after.stage,
      properties: { from: before.stage, after: after.stageSince - before.stageSince },
    });
  if (before.cell !== after.cell && before.cell !== null)
    told.push({ type: "score_changed", name: after.cell!, properties: { from: before.cell } });
  if (after.lead !== before.lead && after.lead?.status === "mql")
    told.push({
      type: "lead_qualified",
      properties: { cell: after.cell, action: scoreAt(after, playbook.scoring, cause.at).action },
    });
  return told.map((event, i) => ({
    ...event,
    id: uuidOf(cause.id, "change", String(serial + i)),
    properties: {
      ...event.properties,
      by: cause.by,
      ...(cause.by === "publish" ? { revision: playbook.revision } : {}),
    },
    at: cause.at,
    receivedAt: cause.at,
    visitor: null,
    profile: cause.profile,
  }));
}
