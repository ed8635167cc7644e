import { around, count, onlyNeeded } from "../conditions/index.ts";
import type { Event } from "../events/event.ts";
import { DAY } from "../lib/duration.ts";
import { maskEmail } from "../lib/email.ts";
import { SHORT_HASH, shortHash } from "../lib/hash.ts";
import type { Compiled } from "../playbook/index.ts";
import { score } from "../scoring/index.ts";
import type { Around, Lead, PermissionStatus, State } from "../state/state.ts";
import { type Settled, settleDown } from "./changes.ts";
import { correctTraits, mergeTraits } from "./traits.ts";

/** Half an hour without an event ends a session. */
export const SESSION_GAP = 30 * 60_000;
/** How many of the latest event ids a state remembers. */
export const RECENT_EVENTS = 40;
/** What is known of somebody whose address has been proved to be theirs. No field of a form can have this name. */
export const CONFIRMED_EMAIL = "confirmed-email";
const MOST_TOPICS = 8;

/**
 * The only thing that changes a state: the same in the request (on the sealed state) and in the consumer
 * (on the profile). Pure; `now` is when the event was received, so both come to the same result.
 * An event that the state remembers changes nothing.
 */
export function fold(state: State, event: Event, playbook: Compiled, now: number): State {
  return foldWith(state, event, playbook, now).state;
}

/** {@link fold}, with the events that follow from it. */
export function foldWith(state: State, event: Event, playbook: Compiled, now: number): Settled {
  const id = shortHash(event.id);
  if (remembers(state.recent, id)) return { state, events: [] };
  const { needs, keys } = playbook;
  const address = event.submission?.email ?? event.identity?.email;
  const folded: State = {
    ...state,
    ...seen(state, event),
    topics: interests(state.topics, event),
    classes: needs.classes ? classes(state.classes, event) : state.classes,
    counters: count(onlyNeeded(state.counters, keys.counters), event, needs.counters),
    rules: score(onlyNeeded(state.rules, keys.rules), event, playbook.scoring),
    ...chosen(state, event),
    permissions: permissions(state.permissions, event),
    around: needs.around.size === 0 ? {} : surrounded(state.around, event, needs.around),
    lead: lead(state.lead, event),
    flows: flows(state.flows, event),
    cluster: needs.classes ? cluster(state.cluster, event) : null,
    who: event.who ?? state.who,
    mask: address === undefined ? state.mask : maskEmail(address),
    events: state.events + 1,
    recent: (id + state.recent).slice(0, RECENT_EVENTS * SHORT_HASH),
    // A request may still go by an older playbook, which drops what a newer one asks.
    revision: Math.min(state.revision, playbook.revision),
    ...traits(state, event, playbook),
  };
  // What is not known yet was not "never": the database decides (settle/history.ts).
  if (state.revision < playbook.since) return { state: folded, events: [] };
  return settleDown(state, folded, { id: event.id, profile: event.profile, at: now, by: "event" }, playbook);
}

const LEADS: Partial<Record<Event["type"], Lead["status"]>> = {
  lead_accepted: "sql",
  lead_rejected: "rejected",
  lead_won: "won",
  lead_lost: "lost",
};

/** What sales says of a lead. */
function lead(before: Lead | null, { type, at }: Event): Lead | null {
  const status = LEADS[type];
  return status === undefined ? before : { status, since: at };
}

function cluster(before: string | null, { type, name }: Event): string | null {
  return type === "cluster_entered" ? (name ?? null) : before;
}

function flows(before: string[], { type, name }: Event): string[] {
  if (name === undefined || !type.startsWith("flow_")) return before;
  const others = before.filter((flow) => flow !== name);
  return type === "flow_entered" ? [...others, name].toSorted() : others;
}

/** Where and how somebody was seen last, as far as anything asks. */
export function surrounded(before: Around, event: Event, asked: Set<string>): Around {
  const told = Object.entries(around(event)).filter(([name]) => asked.has(name));
  return told.length === 0 ? before : { ...before, ...Object.fromEntries(told) };
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

/** What we do, or find out: nobody was seen doing it. */
const OURS = /^(cluster_|flow_|lead_|company_signal$|permission_expired$|email_(sent|delivered|bounced)$)/;

function seen(state: State, event: Event): Pick<State, "firstSeen" | "lastSeen" | "session" | "views"> {
  if (OURS.test(event.type)) return state;
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

/** Page views by class. */
export function classes(before: State["classes"], event: Event): State["classes"] {
  if (event.type !== "page_view" || !event.page) return before;
  const { class: name } = event.page;
  return { ...before, [name]: (Object.hasOwn(before, name) ? before[name]! : 0) + 1 };
}

/** The topics read most, in a stable order, so that equal histories give equal states. */
export function strongest(topics: State["topics"]): State["topics"] {
  return Object.fromEntries(
    Object.entries(topics)
      .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, MOST_TOPICS),
  );
}

const onDay = (names: string[], at: number): State["told"] =>
  Object.fromEntries(names.map((name) => [name, Math.floor(at / DAY)]));

const ANSWERS: Partial<Record<Event["type"], PermissionStatus>> = {
  permission_withdrawn: "withdrawn",
  permission_expired: "expired",
};

function permissions(before: State["permissions"], event: Event): State["permissions"] {
  const next = { ...before };
  const { permissions: asked = [], single = [] } = event.submission ?? {};
  for (const { topic } of asked) {
    // Who took it back gives it anew by the mail, which is theirs.
    const isEnough = single.includes(topic) && next[topic] !== "withdrawn";
    if (next[topic] !== "confirmed") next[topic] = isEnough ? "confirmed" : "pending";
  }
  for (const { topic, status } of event.carried ?? []) {
    if (status !== "pending" || next[topic] !== "confirmed") next[topic] = status;
  }
  for (const topic of event.permission?.topics ?? []) {
    // A request that ran out takes nothing back.
    if (event.type !== "permission_expired" || next[topic] === "pending")
      next[topic] = ANSWERS[event.type] ?? "confirmed";
  }
  return next;
}

function traits(state: State, event: Event, playbook: Compiled): Pick<State, "known" | "told" | "traits"> {
  const given = Object.entries(event.traits ?? {}).filter(([, value]) => value !== "");
  const answered = given.map(([name]) => name).filter((name) => playbook.needs.answers.has(name));
  const known = new Set([...state.known, ...answered]);
  if (event.submission?.email ?? event.identity?.email) known.add("email");
  // Anybody may type anybody's address: what a server says, or a link in the mail proves, is another thing to know.
  if (event.identity?.email !== undefined || event.type === "permission_confirmed") known.add(CONFIRMED_EMAIL);
  const carried = Object.fromEntries(given.filter(([name]) => playbook.site.carry.includes(name)));
  const again = answered.filter((name) => playbook.needs.again.has(name));
  const told = again.length === 0 ? state.told : { ...state.told, ...onDay(again, event.at) };
  const folded = { known: [...known].toSorted(), told, traits: mergeTraits(state.traits, carried, playbook) };
  return event.corrected ? putRight(folded, event.corrected, event.at, playbook) : folded;
}

type Corrected = NonNullable<Event["corrected"]>;
type Told = Pick<State, "known" | "told" | "traits">;

/** What was taken away may be asked for again. */
function putRight({ known, told, traits }: Told, corrected: Corrected, at: number, { needs, site }: Compiled): Told {
  const names = Object.keys(corrected);
  const given = names.filter((name) => corrected[name] !== null && needs.answers.has(name));
  const kept = <T>(record: Record<string, T>): [string, T][] =>
    Object.entries(record).filter(([name]) => !names.includes(name));
  const carried = names.filter((name) => site.carry.includes(name)).map((name) => [name, corrected[name]!] as const);
  return {
    known: [...new Set([...known.filter((name) => !names.includes(name)), ...given])].toSorted(),
    told: {
      ...Object.fromEntries(kept(told)),
      ...onDay(
        given.filter((name) => needs.again.has(name)),
        at,
      ),
    },
    traits: correctTraits(traits, Object.fromEntries(carried)),
  };
}
