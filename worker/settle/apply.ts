import type { Event } from "../events/event.ts";
import type { Message } from "../events/message.ts";
import type { Compiled } from "../playbook/index.ts";
import { deciding } from "../permissions/standing.ts";
import { fold } from "../profiles/fold.ts";
import type { Person } from "../profiles/person.ts";
import type { Known } from "../profiles/store.ts";
import { mergeTraits } from "../profiles/traits.ts";
import { pointsGiven } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import { employerOf, networkOf, visitedFrom, withNetwork } from "./companies.ts";
import { personFor, touch } from "./people.ts";
import { react } from "./react.ts";
import { whose } from "./whose.ts";
import { newWork, tally, type Work } from "./work.ts";

/**
 * Folds a batch of messages into what is known: pure, so a lost race is simply done again.
 * An event that cannot be folded is kept as a dead letter; it does not take the others with it.
 */
export function apply(messages: Message[], known: Known, playbook: Compiled): Work {
  const work = newWork();
  const stored = new Set(known.events);
  for (const message of messages) {
    if (message.kind !== "events") {
      addSums(work, message, known);
      continue;
    }
    tally(work, "received", message.events.length);
    for (const event of message.events) {
      if (stored.has(event.id)) {
        tally(work, "duplicate");
        continue;
      }
      stored.add(event.id);
      try {
        tally(work, applyEvent(work, event, known, playbook));
      } catch (error) {
        const reason = error instanceof Error ? error.message : "unknown";
        const { address: _, ...body } = event;
        work.deadLetters.push({ id: event.id, at: event.receivedAt, reason, body });
        tally(work, "deadLetters");
      }
    }
  }
  return work;
}

type Outcome = "stored" | "refused.erased" | "refused.no_consent";

/** What an erased person's browser still sends is dropped and only counted; so is what a person has objected to. */
function applyEvent(work: Work, event: Event, known: Known, playbook: Compiled): Outcome {
  const asked = personFor(work, event.profile, known, playbook, event.at);
  if (asked.erasedAt !== null) return "refused.erased";
  const person = whose(event, asked, work, known, playbook);
  if (person.erasedAt !== null) return "refused.erased";
  const before = person.state;
  if (event.unasked && before.consentAt > 0 && !before.consent.analytics) return "refused.no_consent";
  const state = fold(before, decisive(event, person, known, work), playbook, event.receivedAt);
  const traits = event.traits ? mergeTraits(person.traits, event.traits, playbook) : person.traits;
  const changed: Person = { ...person, state, traits };
  // Reactions may refuse the event, so nothing is kept before they had their say.
  react(event, changed, before, work, known, playbook);
  const network = networkOf(event, known);
  touch(work, { ...changed, companyId: employerOf(event, changed, asked.email, work, known) }, before);
  work.events.push(row(withNetwork(event, network), changed.id, before, state, playbook));
  follow(work, event, changed, visitedFrom(event, network, work, known));
  return "stored";
}

/** The event without those permissions carried over that something later has answered. */
function decisive(event: Event, person: Person, known: Known, work: Work): Event {
  if (!event.carried) return event;
  const ledger = [...known.ledger, ...work.permissions].filter(({ email }) => email === person.email);
  return { ...event, carried: deciding(event.carried, ledger) };
}

function row(event: Event, profileId: string, before: State, after: State, playbook: Compiled): Work["events"][number] {
  const { id, type, name, at, receivedAt, visitor, submission, page } = event;
  const { referrer, campaign, place, device, language, properties, consent, permission } = event;
  const rest = { referrer, campaign, place, device, language, properties, consent, permission };
  const entered = after.segments.filter((segment) => !before.segments.includes(segment));
  const left = before.segments.filter((segment) => !after.segments.includes(segment));
  return {
    id,
    profileId,
    visitorId: visitor,
    type,
    name: name ?? submission?.form ?? null,
    at,
    receivedAt,
    path: page?.path ?? null,
    title: page?.title ?? null,
    data: {
      ...rest,
      ...(page ? { page } : {}),
      ...(submission ? { form: submission.form } : {}),
      // Their names only: what was told may be personal, and is the profile's to tell.
      ...(event.traits ? { traits: Object.keys(event.traits) } : {}),
    },
    effects: {
      points: pointsGiven(before, after, playbook.scoring),
      ...(before.stage === after.stage ? {} : { stage: { from: before.stage, to: after.stage } }),
      ...(entered.length > 0 ? { entered } : {}),
      ...(left.length > 0 ? { left } : {}),
    },
  };
}

/** The browser and the session that an event belongs to, the company it came from, and the choice of consent it may bring. */
function follow(work: Work, event: Event, person: Person, companyId: string | null): void {
  if (event.consent) {
    const properties = event.properties ?? {};
    const text = (key: string): string | null => (typeof properties[key] === "string" ? properties[key] : null);
    work.consents.push({
      id: event.id,
      profileId: person.id,
      visitorId: event.visitor,
      at: event.at,
      ...event.consent,
      how: text("how") ?? "api",
      version: text("version"),
      locale: text("locale"),
      url: event.page?.url ?? null,
      gpc: properties["gpc"] === true,
    });
  }
  if (event.visitor === null) return;
  const { visitor } = event;
  work.visitors.set(visitor, { id: visitor, profileId: person.id, firstSeen: event.at, lastSeen: event.at });
  const { startedAt, views } = person.state.session;
  const key = `${person.id} ${startedAt}`;
  const first = work.sessions.get(key);
  work.sessions.set(key, {
    profileId: person.id,
    startedAt,
    visitorId: visitor,
    lastAt: person.state.lastSeen,
    views,
    landing: first?.landing ?? event.page?.path ?? null,
    referrer: first?.referrer ?? event.referrer?.class ?? null,
    campaign: first?.campaign ?? event.campaign ?? null,
    companyId: first?.companyId ?? companyId,
  });
}

function addSums(work: Work, message: Exclude<Message, { kind: "events" }>, known: Known): void {
  if (known.receipts.has(message.id) || work.receipts.includes(message.id)) return;
  work.receipts.push(message.id);
  if (message.kind === "choice") {
    work.choices.push({ ...message.choice, people: 1 });
    return;
  }
  if (message.kind === "counts") {
    for (const [name, by] of Object.entries(message.counts)) tally(work, name, by);
    return;
  }
  tally(work, "received", message.views.length);
  tally(work, "anonymous", message.views.length);
  for (const view of message.views) {
    const key = JSON.stringify(view);
    work.totals.set(key, { ...view, views: (work.totals.get(key)?.views ?? 0) + 1 });
  }
}
