import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled, Form } from "../playbook/index.ts";
import { merge } from "../profiles/merge.ts";
import { newPerson, type Person, secondPerson } from "../profiles/person.ts";
import type { Known } from "../profiles/store.ts";
import { mergeTraits } from "../profiles/traits.ts";
import type { State } from "../state/state.ts";
import { personFor, touch } from "./people.ts";
import type { Work } from "./work.ts";

/**
 * Whose event it is, once everything is known. A second address on the same browser is a second person,
 * and a confirmed address is the person who has confirmed it before.
 */
export function whose(event: Event, person: Person, work: Work, known: Known, playbook: Compiled): Person {
  const claimed = event.submission?.email;
  if (claimed !== undefined) {
    if (person.email === null) return { ...person, email: claimed };
    if (person.email === claimed) return person;
    const id = secondPerson(event.profile, claimed);
    return { ...personFor(work, id, known, playbook, event.at), email: claimed };
  }
  if (event.type !== "permission_confirmed") return person;
  const email = requestsOf(event, known)[0]?.email;
  if (email === undefined) throw new Error("nothing was asked for that this could confirm");
  const held = holder(email, work, known);
  if (held === undefined || held.id === person.id)
    return { ...person, email, emailConfirmedAt: person.emailConfirmedAt ?? event.at };
  return mergeInto(held, person, event, work, playbook);
}

/** What an event causes beyond the state: ledger rows and messages, committed with it. */
export function react(event: Event, person: Person, before: State, work: Work, known: Known, playbook: Compiled): void {
  if (event.submission) submitted(event, event.submission, person, before, work, playbook);
  if (event.type === "permission_confirmed") confirmed(event, person, work, known, playbook);
}

function submitted(
  event: Event,
  submission: NonNullable<Event["submission"]>,
  person: Person,
  before: State,
  work: Work,
  playbook: Compiled,
): void {
  const form = playbook.forms[submission.form];
  if (!form) throw new Error(`the playbook has no form "${submission.form}"`);
  if (person.email === null) throw new Error("the form came without an address, and none is known");
  const open = submission.permissions.filter(({ topic }) => before.permissions[topic] !== "confirmed");
  for (const { topic, evidence } of open) {
    work.permissions.push({
      id: uuidOf(event.id, topic, "pending"),
      profileId: person.id,
      email: person.email,
      channel: "email",
      topic,
      status: "pending",
      at: event.at,
      submission: event.id,
      evidence,
    });
  }
  if (open.length > 0) queue(event, person, form, "confirmation", event.id, submission.form, submission.locale, work);
  if (isGranted(form, person.state))
    queue(event, person, form, "delivery", event.id, submission.form, submission.locale, work);
}

function confirmed(event: Event, person: Person, work: Work, known: Known, playbook: Compiled): void {
  const submission = event.permission!.submission;
  for (const { topic, email } of requestsOf(event, known)) {
    work.permissions.push({
      id: uuidOf(submission, topic, "confirmed"),
      profileId: person.id,
      email,
      channel: "email",
      topic,
      status: "confirmed",
      at: event.at,
      submission,
      evidence: null,
    });
  }
  const formId = String(event.name);
  const form = playbook.forms[formId];
  if (form) queue(event, person, form, "delivery", submission, formId, event.language ?? "", work);
}

/** Whether what the form promises may be delivered: its first permission, which asking for it implies, is confirmed. */
function isGranted(form: Form, state: State): boolean {
  return state.permissions[form.permissions[0]!.topic] === "confirmed";
}

function queue(
  event: Event,
  person: Person,
  form: Form,
  kind: "confirmation" | "delivery",
  submission: string,
  formId: string,
  locale: string,
  work: Work,
): void {
  work.messages.push({
    id: uuidOf(submission, kind),
    profileId: person.id,
    email: person.email!,
    template: kind === "confirmation" ? form.emails.confirm : form.emails.deliver,
    kind,
    topic: form.permissions[0]!.topic,
    locale,
    data: { form: formId, submission },
    status: "queued",
    dueAt: event.receivedAt,
    createdAt: event.receivedAt,
  });
}

function mergeInto(into: Person, from: Person, event: Event, work: Work, playbook: Compiled): Person {
  touch(work, from, from.state);
  touch(work, into, into.state);
  const merged: Person = {
    ...into,
    state: merge(into.state, from.state, playbook, event.receivedAt),
    traits: mergeTraits(into.traits, from.traits, playbook),
  };
  const tombstone = newPerson(from.id, playbook, from.state.firstSeen);
  work.persons.set(from.id, { ...tombstone, version: from.version, mergedInto: into.id });
  work.merges.push({ fromId: from.id, intoId: into.id, at: event.at, eventId: event.id });
  return merged;
}

function holder(email: string, work: Work, known: Known): Person | undefined {
  const touched = [...work.persons.values()].find(
    (person) => person.email === email && person.emailConfirmedAt !== null,
  );
  const held = known.byEmail.get(email);
  return touched ?? (held && (work.persons.get(held.id) ?? held));
}

const requestsOf = (event: Event, known: Known) =>
  known.requests.filter(({ submission }) => submission === event.permission?.submission);
