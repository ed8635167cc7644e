import {
  anonymousChoice,
  type ChoiceEvidence,
  consentEvent,
  mayRemember,
  sameConsent,
  visitorOf,
} from "./consent/choose.ts";
import type { BrowserEvent } from "./events/batch.ts";
import { enrich, type Source } from "./events/enrich.ts";
import type { Event } from "./events/event.ts";
import { anonymousView } from "./events/anonymous.ts";
import { uuidOf } from "./lib/uuid.ts";
import { ingest } from "./ingest.ts";
import { confirmationEvent } from "./forms/confirmation.ts";
import type { ContentToken } from "./contents/link.ts";
import { openedEvent } from "./contents/opened.ts";
import type { ConfirmToken } from "./forms/links.ts";
import type { Context } from "./platform/context.ts";
import type { Compiled } from "./playbook/index.ts";
import { Refusal } from "./platform/errors.ts";
import { fold } from "./profiles/fold.ts";
import type { Person } from "./profiles/person.ts";
import { readPerson } from "./profiles/store.ts";
import { countLater } from "./reports/tally.ts";
import { caughtUp } from "./settle/history.ts";
import type { Work } from "./settle/work.ts";
import { type Consent, emptyState, NO_CONSENT } from "./state/state.ts";
import { needsSync, synced } from "./state/sync.ts";
import type { Visitor } from "./state/visitor.ts";

/** What a browser sent, gated and parsed. */
export interface Incoming {
  visitor: Visitor | null;
  /** The choice the browser tells; without it the sealed one holds. */
  consent?: Consent;
  evidence?: ChoiceEvidence;
  events: BrowserEvent[];
  source: Source;
}

/**
 * The way of the data, from a browser's events to durable ones: consent, who it is, enrich, fold, ingest.
 * The other half, from the queue to the database, is `settle`. Returns the visitor to seal, or null to forget.
 * @throws Refusal `unavailable`
 */
export async function collect(context: Context, playbook: Compiled, incoming: Incoming): Promise<Visitor | null> {
  const consent = incoming.consent ?? incoming.visitor?.state.consent ?? NO_CONSENT;
  if (incoming.evidence) await countChoice(context, playbook, consent, incoming.evidence, incoming.source);
  const known = incoming.visitor && (await sync(context, playbook, incoming.visitor));
  if (!mayRemember(consent)) {
    if (known && incoming.consent) await withdraw(context, playbook, known, incoming);
    await countAnonymously(context, playbook, incoming);
    return null;
  }
  const visitor = known ?? newVisitor(playbook, context.now, incoming.evidence);
  const events = [
    ...choice(visitor, consent, incoming, context.now),
    ...enriched(context, playbook, visitor, incoming),
  ];
  if (consent.analytics || !sameConsent(visitor.state.consent, consent)) {
    const stored = consent.analytics ? events : events.filter((event) => event.type === "consent");
    if (stored.length > 0) await ingest(context, playbook, { kind: "events", id: stored[0]!.id, events: stored });
  }
  if (!consent.analytics) await countAnonymously(context, playbook, incoming);
  return foldAll(visitor, events, playbook);
}

/** What became of a form: whether what it promises may be handed over at once, and the visitor after it. */
export interface Submitted {
  status: "pending" | "confirmed";
  visitor: Visitor | null;
}

/**
 * Takes a form's answers: straight into the database, so that what was asked for is on its way before the answer;
 * through the queue if the database is gone.
 * @throws Refusal `unavailable`
 */
export async function submit(
  context: Context,
  playbook: Compiled,
  visitor: Visitor | null,
  event: Event,
): Promise<Submitted> {
  const work = await ingest(context, playbook, { kind: "events", id: event.id, events: [event] }, "direct");
  const person = work && personOf(work, event);
  if (work && !person && !isDuplicate(work)) return resubmit(context, playbook, event);
  const topic = playbook.forms[event.submission!.form]?.permissions[0]?.topic;
  const { permissions } = person?.state ?? visitor?.state ?? { permissions: {} as Record<string, string> };
  const asksNothing = event.submission!.permissions.length === 0;
  const status = asksNothing || permissions[topic ?? ""] === "confirmed" ? "confirmed" : "pending";
  if (!visitor || (work && !person)) return { status, visitor };
  const own =
    event.profile === visitor.profile ? visitor : secondVisitor(playbook, visitor, event.profile, context.now);
  return { status, visitor: after(own, event, person, playbook, context.now) };
}

/** What could not be stored for this profile (it was erased, or its address is still on its way) is not promised either. */
async function resubmit(context: Context, playbook: Compiled, event: Event): Promise<Submitted> {
  const profile = uuidOf("resubmitted", event.id);
  if (event.submission?.email === undefined || event.profile === profile)
    throw new Refusal("unavailable", "This could not be stored yet. Send it again in a minute.");
  return submit(context, playbook, null, { ...event, visitor: null, profile });
}

/**
 * Confirms what a form asked for. A browser that belongs to the same person goes on as the confirmed one.
 * @throws Refusal `unavailable`
 */
export async function confirm(
  context: Context,
  playbook: Compiled,
  visitor: Visitor | null,
  token: ConfirmToken,
  by: { ip: string | null; userAgent: string },
): Promise<Visitor | null> {
  const event = confirmationEvent(token, visitor, by, context.now);
  const work = await ingest(context, playbook, { kind: "events", id: event.id, events: [event] }, "direct");
  const person = work && personOf(work, event);
  if (work && !person && !isDuplicate(work))
    throw new Refusal("token_invalid", "What this link was for is no longer there. Fill in the form again.");
  if (visitor?.profile !== token.profile) return visitor;
  // Who goes by another address by now stays whom they are: only the address that they confirmed is another person's.
  const isSame = person?.id === token.profile || work?.merges.some(({ fromId }) => fromId === token.profile);
  return after(visitor, event, isSame ? person : null, playbook, context.now);
}

/**
 * Tells that somebody has opened what a form promised them; the same thing on the same day is told once. `visitor` is the
 * browser in which it was opened: theirs, or one that nobody is known by. Of somebody else, to whom the link was sent on, it says
 * nothing, nor of who allows no statistics, here or by what the database knows. Whatever fails, they have it.
 * Returns the visitor after it.
 */
export async function opened(
  context: Context,
  playbook: Compiled,
  visitor: Visitor | null,
  token: ContentToken,
): Promise<Visitor | null> {
  if (visitor && !visitor.state.consent.analytics) return visitor;
  try {
    const person = visitor?.profile === token.profile ? null : await readPerson(context.db, token.profile);
    const profile = person?.id ?? token.profile;
    const own = visitor?.profile === profile ? visitor : null;
    if (visitor && !own && visitor.state.who !== null) return visitor;
    const { consent } = own?.state ?? person?.state ?? { consent: NO_CONSENT };
    if (!consent.analytics || person?.erasedAt) return visitor;
    const event = openedEvent({ ...token, profile }, own, context.now);
    await ingest(context, playbook, { kind: "events", id: event.id, events: [event] });
    return own ? foldAll(own, [event], playbook) : visitor;
  } catch (error) {
    console.warn(`an opened content was not told: ${error instanceof Error ? error.message : "?"}`);
    return visitor;
  }
}

const isDuplicate = (work: Work): boolean => work.counts["duplicate"] !== undefined;

/** The visitor after an event that went straight to the database: as the database has it, unless it lags behind. */
function after(visitor: Visitor, event: Event, person: Person | null, playbook: Compiled, now: number): Visitor {
  const folded = foldAll(visitor, [event], playbook);
  return person ? synced(folded, person.id, person.state, now) : { ...folded, syncedAt: 0 };
}

/** The browser of somebody who says that they are not whom we take them for: a new person, with the choice made in it. */
export const startAnew = (playbook: Compiled, visitor: Visitor, now: number): Visitor =>
  secondVisitor(playbook, visitor, crypto.randomUUID(), now);

/** The same browser, of which somebody else has begun to use it. */
function secondVisitor(playbook: Compiled, visitor: Visitor, profile: string, now: number): Visitor {
  const { consent, consentAt } = visitor.state;
  const fresh = newVisitor(playbook, now);
  return { ...fresh, id: visitor.id, profile, state: { ...fresh.state, consent, consentAt } };
}

/** The person an event was stored for; null for an event that changed nothing. */
function personOf(work: Work, event: Event): Person | null {
  const row = work.events.find(({ id }) => id === event.id);
  return (row && work.persons.get(row.profileId)) ?? null;
}

/** A visitor of whom nothing is known yet. */
function newVisitor(playbook: Compiled, now: number, evidence: ChoiceEvidence = { how: "batch" }): Visitor {
  return {
    ...visitorOf(evidence, now),
    syncedAt: now,
    state: emptyState(playbook.stages[0]!.id, now, playbook.revision),
  };
}

/** The visitor after these events: the same fold that the database's copy goes through. */
function foldAll(visitor: Visitor, events: Event[], playbook: Compiled): Visitor {
  const state = events.reduce((folded, event) => fold(folded, event, playbook, event.receivedAt), visitor.state);
  return { ...visitor, state };
}

/**
 * Refreshes a stale copy from the database. Without a database the visitor goes on with what they carry; erased, they are nobody.
 * Without analytics nothing of what they do is stored, so their own copy is all there is, and all that is asked of it.
 */
async function sync(context: Context, playbook: Compiled, visitor: Visitor): Promise<Visitor | null> {
  const { consent, revision } = visitor.state;
  if (!consent.analytics)
    return { ...visitor, state: { ...visitor.state, revision: Math.max(revision, playbook.revision) } };
  if (!needsSync(visitor, playbook.since, context.now)) return visitor;
  try {
    const person = await readPerson(context.db, visitor.profile);
    if (person?.erasedAt) return null;
    if (!person) return visitor;
    const [current] = await caughtUp(context.db, [person], playbook);
    return synced(visitor, person.id, current!.state, context.now);
  } catch {
    return visitor;
  }
}

function choice(visitor: Visitor, consent: Consent, incoming: Incoming, now: number): Event[] {
  if (sameConsent(visitor.state.consent, consent)) return [];
  return [consentEvent(consent, incoming.evidence ?? { how: "batch" }, senderOf(visitor), now)];
}

async function withdraw(context: Context, playbook: Compiled, visitor: Visitor, incoming: Incoming): Promise<void> {
  const events = choice(visitor, incoming.consent ?? NO_CONSENT, incoming, context.now);
  if (events.length > 0) await ingest(context, playbook, { kind: "events", id: events[0]!.id, events });
}

/** A batch that tells no choice relies on an earlier one, which may have been taken back since. */
function enriched(context: Context, playbook: Compiled, visitor: Visitor, incoming: Incoming): Event[] {
  const asked = incoming.consent === undefined ? ({ unasked: true } as const) : {};
  const { events, source } = incoming;
  return events.map((event) => ({ ...enrich(event, senderOf(visitor), source, playbook, context.now), ...asked }));
}

/** Of each choice the number is kept, whatever was chosen: by its id, so that one told twice counts once. */
async function countChoice(
  context: Context,
  playbook: Compiled,
  consent: Consent,
  evidence: ChoiceEvidence,
  source: Source,
): Promise<void> {
  // A version that is none would let a stranger fill the table.
  const version = evidence.version === playbook.site.consent.version ? evidence.version : "";
  const choice = anonymousChoice(consent, evidence.how, version, source.place.country, context.now);
  const id = evidence.id === undefined ? crypto.randomUUID() : uuidOf("counted", evidence.id);
  await ingest(context, playbook, { kind: "choice", id, choice });
}

async function countAnonymously(context: Context, playbook: Compiled, { events, source }: Incoming): Promise<void> {
  const seen = events.filter((event) => event.type === "page_view");
  const dropped = events.length - seen.length;
  if (dropped > 0) countLater(context, { "refused.no_consent": dropped });
  if (seen.length === 0) return;
  const views = seen.map((event) => anonymousView(event, source, context.now));
  // The same page views sent again make the same message.
  const id = uuidOf(...seen.map((event) => event.id));
  await ingest(context, playbook, { kind: "views", id, views });
}

const senderOf = (visitor: Visitor): { visitor: string; profile: string } => ({
  visitor: visitor.id,
  profile: visitor.profile,
});
