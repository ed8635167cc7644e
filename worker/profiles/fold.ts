import { count, type Facts, type Score, onlyNeeded, surroundings } from "../conditions/index.ts";
import type { Event } from "../events/event.ts";
import { SHORT_HASH, shortHash } from "../lib/hash.ts";
import type { Compiled } from "../playbook/index.ts";
import { score, scoreAt } from "../scoring/index.ts";
import { decideSegments } from "../segments/decide.ts";
import { decideStage } from "../stages/decide.ts";
import type { State } from "../state/state.ts";
import { mergeTraits } from "./traits.ts";

/** Half an hour without an event ends a session. */
export const SESSION_GAP = 30 * 60_000;
/** How many of the latest event ids a state remembers. */
export const RECENT_EVENTS = 40;
const MOST_TOPICS = 8;

/**
 * The only thing that changes a state: the same in the request (on the sealed state) and in the consumer
 * (on the profile). Pure; `now` is when the event was received, so both come to the same result.
 * An event that the state remembers changes nothing.
 */
export function fold(state: State, event: Event, playbook: Compiled, now: number): State {
  const id = shortHash(event.id);
  if (remembers(state.recent, id)) return state;
  const folded: State = {
    ...state,
    ...seen(state, event),
    topics: interests(state.topics, event),
    counters: count(onlyNeeded(state.counters, playbook.counters), event, playbook.counters),
    rules: score(onlyNeeded(state.rules, playbook.rules), event, playbook.scoring),
    ...chosen(state, event),
    permissions: permissions(state.permissions, event),
    who: event.who ?? state.who,
    events: state.events + 1,
    recent: (id + state.recent).slice(0, RECENT_EVENTS * SHORT_HASH),
    ...traits(state, event, playbook),
  };
  return decide(folded, event, playbook, now);
}

/** Segments and stage look at each other, so segments are decided before the stage and, where it moved, after it. */
export function decide(state: State, event: Event | null, playbook: Compiled, now: number): State {
  // Neither dimension of the score looks at segments or the stage, so it is the same before and after.
  let score: Score | undefined;
  const facts = (current: State): Facts => ({
    state: current,
    surroundings: event ? surroundings(event) : {},
    now,
    score: () => (score ??= scoreAt(state, playbook.scoring, now)),
  });
  const sorted = { ...state, segments: decideSegments(playbook.segments, state, facts(state)) };
  const next = { ...sorted, ...decideStage(playbook.stages, sorted, facts(sorted)) };
  if (next.stage === state.stage) return next;
  return { ...next, segments: decideSegments(playbook.segments, next, facts(next)) };
}

/** The latest choice holds, in whatever order they arrive. */
function chosen(state: State, event: Event): Pick<State, "consent" | "consentAt"> {
  const { consent, at } = event;
  if (!consent || at < state.consentAt) return { consent: state.consent, consentAt: state.consentAt };
  return { consent, consentAt: at };
}

function remembers(recent: string, id: string): boolean {
  for (let i = 0; i < recent.length; i += SHORT_HASH) if (recent.startsWith(id, i)) return true;
  return false;
}

function seen(state: State, event: Event): Pick<State, "firstSeen" | "lastSeen" | "session" | "views"> {
  const view = event.type === "page_view" ? 1 : 0;
  return {
    firstSeen: Math.min(state.firstSeen, event.at),
    lastSeen: Math.max(state.lastSeen, event.at),
    session: session(state, event, view),
    views: state.views + view,
  };
}

/** What is told late or by a server belongs to no running visit. */
function session(state: State, event: Event, view: number): State["session"] {
  if (event.visitor === null) return state.session;
  const { startedAt, views, count } = state.session;
  if (count > 0 && event.at < startedAt - SESSION_GAP) return state.session;
  if (count === 0 || event.at - state.lastSeen >= SESSION_GAP)
    return { startedAt: event.at, views: view, count: count + 1 };
  return { startedAt, views: views + view, count };
}

function interests(topics: State["topics"], event: Event): State["topics"] {
  if (event.type !== "page_view" || !event.page?.topics.length) return topics;
  const next = { ...topics };
  for (const topic of event.page.topics) next[topic] = (Object.hasOwn(next, topic) ? next[topic]! : 0) + 1;
  return strongest(next);
}

/** The topics read most, in a stable order, so that equal histories give equal states. */
export function strongest(topics: State["topics"]): State["topics"] {
  return Object.fromEntries(
    Object.entries(topics)
      .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, MOST_TOPICS),
  );
}

function permissions(before: State["permissions"], event: Event): State["permissions"] {
  const next = { ...before };
  for (const { topic } of event.submission?.permissions ?? []) {
    if (next[topic] !== "confirmed") next[topic] = "pending";
  }
  for (const { topic, status } of event.carried ?? []) {
    if (status !== "pending" || next[topic] !== "confirmed") next[topic] = status;
  }
  for (const topic of event.permission?.topics ?? []) {
    next[topic] = event.type === "permission_withdrawn" ? "withdrawn" : "confirmed";
  }
  return next;
}

function traits(state: State, event: Event, playbook: Compiled): Pick<State, "known" | "traits"> {
  const given = Object.entries(event.traits ?? {}).filter(([, value]) => value !== "");
  const answered = given.map(([name]) => name).filter((name) => playbook.answers.has(name));
  const known = new Set([...state.known, ...answered]);
  if (event.submission?.email ?? event.identity?.email) known.add("email");
  const carried = Object.fromEntries(given.filter(([name]) => playbook.site.carry.includes(name)));
  return { known: [...known].toSorted(), traits: mergeTraits(state.traits, carried, playbook) };
}
