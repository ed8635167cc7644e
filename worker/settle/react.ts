import type { CarriedPermission, Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled, Form } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import type { Known } from "./read.ts";
import { answerLead } from "./sales.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

/** What an event causes beyond the state: ledger rows and messages, committed with it. */
export function react(event: Event, person: Person, before: State, work: Work, known: Known, playbook: Compiled): void {
  if (event.submission) submitted(event, event.submission, person, before, work, playbook);
  if (event.type === "permission_confirmed") confirmed(event, person, work, known, playbook);
  answerLead(event, work, known);
  if (event.carried) carriedOver(event, event.carried, person, work);
}

/** What was permitted elsewhere, with its own time and proof; carried over twice it is there once. */
function carriedOver(event: Event, carried: CarriedPermission[], person: Person, work: Work): void {
  if (person.email === null) throw new Error("a permission needs an address");
  for (const { topic, status, at, evidence } of carried) {
    work.permissions.push({
      id: uuidOf("carried", person.email, topic, status, String(at)),
      profileId: person.id,
      email: person.email,
      channel: "email",
      topic,
      status,
      at,
      submission: event.id,
      evidence,
    });
  }
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
  if (person.email === null && form.permissions.length > 0)
    throw new Error("the form came without an address, and none is known");
  work.submissions.push({
    id: event.id,
    profileId: person.id,
    form: submission.form,
    at: event.at,
    locale: submission.locale,
    url: submission.url,
    email: submission.email ?? null,
    answers: submission.answers,
    doubts: submission.doubts,
  });
  work.finished.push(submission.id);
  const open = submission.permissions.filter(({ topic }) => before.permissions[topic] !== "confirmed");
  for (const { topic, evidence } of open) {
    work.permissions.push({
      id: uuidOf(event.id, topic, "pending"),
      profileId: person.id,
      email: person.email!,
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
  const topic = form.permissions[0]?.topic;
  return topic !== undefined && state.permissions[topic] === "confirmed";
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
  const template = kind === "confirmation" ? form.emails.confirm : form.emails.deliver;
  if (template === undefined) return;
  work.messages.push({
    id: uuidOf(submission, kind),
    profileId: person.id,
    email: person.email!,
    template,
    kind,
    topic: form.permissions[0]!.topic,
    locale,
    data: { form: formId, submission },
    status: "queued",
    dueAt: event.receivedAt,
    createdAt: event.receivedAt,
  });
}

/** What was asked for by the submission that an event answers. */
export const requestsOf = (event: Event, known: Known): Known["requests"] =>
  known.requests.filter(({ submission }) => submission === event.permission?.submission);
