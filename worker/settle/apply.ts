import type { Event } from "../events/event.ts";
import type { Message } from "../events/message.ts";
import { DAY } from "../lib/duration.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled } from "../playbook/index.ts";
import { decisive, heldTo, isErasedSince, isTakenBack } from "./permit.ts";
import { type Settled, settleDown } from "../profiles/changes.ts";
import { dueAt } from "../profiles/due.ts";
import { foldWith } from "../profiles/fold.ts";
import type { Person } from "../profiles/person.ts";
import type { Known } from "./read.ts";
import { correctTraits, mergeTraits } from "../profiles/traits.ts";
import { consequences } from "./consequences.ts";
import { employersTouched, employerOf, knownOfNetwork, networkOf, visitedFrom, withNetwork } from "./companies.ts";
import { personFor, touch } from "./people.ts";
import { react } from "./react.ts";
import { hasObjected, type State } from "../state/state.ts";
import { isTooLate } from "./sales.ts";
import { eventRow, follow } from "./rows.ts";
import { whose } from "./whose.ts";
import { newWork, tally, type Work } from "./work.ts";

/**
 * Folds a batch of messages into what is known: pure, so a lost race is simply done again.
 * An event that cannot be folded is kept as a dead letter; it does not take the others with it.
 */
export function apply(messages: Message[], known: Known, playbook: Compiled, now: number): Work {
  const work = newWork();
  for (const id of known.recounted) work.employers.add(id);
  const stored = new Set(known.events);
  let earliest = now;
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
      if (now - event.receivedAt <= HISTORIC) earliest = Math.min(earliest, event.receivedAt);
      try {
        tally(work, applyEvent(work, event, known, playbook, now));
      } catch (error) {
        const reason = error instanceof Error ? error.message : "unknown";
        const { address: _, ...body } = event;
        work.deadLetters.push({ id: event.id, at: event.receivedAt, reason, body });
        tally(work, "deadLetters");
      }
    }
  }
  // Somebody's window may have ended since their events were received, as of when they were decided about.
  planned(work, playbook, earliest);
  return work;
}

/** Says of everybody touched when time alone may next change something: at once for whose company is still to be looked at. */
export function planned(work: Work, playbook: Compiled, decided: number): void {
  for (const [id, person] of work.persons) {
    const isGone = person.mergedInto !== null || person.erasedAt !== null;
    const isNew = work.newlyEmployed.has(id) && playbook.needs.companyQuestions.length > 0;
    work.persons.set(id, {
      ...person,
      dueAt: isGone ? null : isNew ? decided : dueAt(person.state, playbook, decided),
    });
  }
}

/** So long ago something was received that stage and segments are looked at once more, as of now. */
const HISTORIC = DAY;

/** As of when an event is decided about: history that comes behind what is known already says nothing of its own time. */
function decidedAt({ receivedAt }: Event, { lastSeen, stageSince }: State, now: number): number {
  const isBehind = now - receivedAt > HISTORIC && receivedAt < Math.max(lastSeen, stageSince);
  return isBehind ? now : receivedAt;
}

/** What history opened, it has closed again since. */
function asOfNow(folded: Settled, event: Event, playbook: Compiled, now: number): Settled {
  if (now - event.receivedAt <= HISTORIC) return folded;
  const cause = { id: uuidOf(event.id, "as of now"), profile: event.profile, at: now, by: "time" } as const;
  const settled = settleDown(folded.state, folded.state, cause, playbook);
  return { state: settled.state, events: [...folded.events, ...settled.events] };
}

type Outcome = "stored" | "refused.erased" | "refused.no_consent" | "refused.conflict";

/** What an erased person's browser still sends is dropped and only counted; so is what a person has objected to. */
function applyEvent(work: Work, told: Event, known: Known, playbook: Compiled, now: number): Outcome {
  const asked = personFor(work, told.profile, known, playbook, told.at);
  if (asked.erasedAt !== null || isErasedSince(told, known)) return "refused.erased";
  if (isTakenBack(told, known, work)) return "refused.conflict";
  const merges = work.merges.length;
  const person = heldTo(told, whose(told, asked, work, known, playbook), known, work);
  // Who was found to be whom stays true, whatever becomes of the event.
  if (work.merges.length > merges) touch(work, person, person.state);
  if (person.erasedAt !== null) return "refused.erased";
  if (isTooLate(told, work, known)) return "refused.conflict";
  const before = person.state;
  const objected = told.unasked === true && hasObjected(before);
  if (objected && isBehaviour(told)) return "refused.no_consent";
  const event = objected ? withoutTraces(told) : told;
  const deciding = decisive(event, person, known, work);
  const folded = foldWith(before, deciding, playbook, decidedAt(event, before, now));
  const { state, events } = asOfNow(folded, event, playbook, now);
  const given = event.traits ? mergeTraits(person.traits, event.traits, playbook) : person.traits;
  const traits = event.corrected ? correctTraits(given, event.corrected) : given;
  const changed: Person = { ...person, state, traits };
  // Reactions may refuse the event, so nothing is kept before they had their say.
  react({ ...deciding, carried: event.carried }, changed, before, work, known, playbook);
  const network = networkOf(event, known);
  const companyId = employerOf(event, changed, asked.email, work, known);
  const visited = visitedFrom(event, network, work, known);
  const seen = { ...state, network: knownOfNetwork(state, visited, playbook.needs, work, known) };
  const employed = { ...changed, state: seen, companyId };
  touch(work, employed, before);
  employersTouched(work, person, employed);
  work.events.push(eventRow(withNetwork(event, network), changed.id, before, state, playbook));
  consequences(work, events, changed, playbook);
  follow(work, event, changed, visited);
  return "stored";
}

const BEHAVIOUR = new Set<Event["type"]>(["page_view", "screen_view", "track"]);
const isBehaviour = ({ type }: Event): boolean => BEHAVIOUR.has(type);

/** What a server says of somebody who has objected to being followed: who they are, not what they do and where. */
function withoutTraces(event: Event): Event {
  const nothing = { page: undefined, device: undefined, place: undefined, language: undefined };
  return { ...event, ...nothing, campaign: undefined, referrer: undefined, address: undefined, visitor: null };
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
