import type { Event, Submission } from "../events/event.ts";
import { DAY } from "../lib/duration.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled, Form } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import { carriedOver, confirmed, expired, requested } from "./permit.ts";
import type { Known } from "./read.ts";
import { answerLead } from "./sales.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

/** What an event causes beyond the state: ledger rows and messages, committed with it. */
export function react(event: Event, person: Person, before: State, work: Work, known: Known, playbook: Compiled): void {
  if (event.submission) submitted(event, event.submission, person, before, work, playbook);
  if (event.permission && event.type === "permission_confirmed") {
    confirmed(event, person, work, known);
    deliver(event, event.permission.submission, person, work, playbook);
  }
  if (event.permission && event.type === "permission_expired") expired(event, person, work, known);
  answerLead(event, work, known);
  if (event.carried) carriedOver(event, event.carried, person, work);
  if (event.preferences) work.preferences.push({ ...event.preferences, profileId: person.id, at: event.at });
}

function submitted(
  event: Event,
  submission: Submission,
  person: Person,
  before: State,
  work: Work,
  playbook: Compiled,
): void {
  const form = playbook.forms[submission.form];
  if (!form) throw new Error(`the playbook has no form "${submission.form}"`);
  if (person.email === null && submission.permissions.length > 0)
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
  const rows = requested(event, submission, person, before, work);
  const asked = rows.find(({ status }) => status === "pending");
  const about = { form: submission.form, submission: event.id, locale: submission.locale };
  const { network = null } = submission;
  if (asked) queue(event, person, form, "confirmation", about, work, network);
  // A yes that anybody may have given counts as much against their network as asking for one.
  const isSingle = rows.some(({ evidence }) => evidence?.how === "single");
  if (isGranted(form, person.state)) queue(event, person, form, "delivery", about, work, isSingle ? network : null);
}

/** What a form promised goes out with the yes that it waited for. */
function deliver(event: Event, submission: string, person: Person, work: Work, playbook: Compiled): void {
  const name = String(event.name);
  const form = playbook.forms[name];
  if (form) queue(event, person, form, "delivery", { form: name, submission, locale: event.language ?? "" }, work);
}

/** Whether what the form promises may be delivered: its first permission, which asking for it implies, is confirmed. */
function isGranted(form: Form, state: State): boolean {
  const topic = form.permissions[0]?.topic;
  return topic !== undefined && state.permissions[topic] === "confirmed";
}

function queue(
  event: Event,
  person: Person,
  { emails, permissions }: Form,
  kind: "confirmation" | "delivery",
  { form, submission, locale }: { form: string; submission: string; locale: string },
  work: Work,
  network: string | null = null,
): void {
  const template = kind === "confirmation" ? emails.confirm : emails.deliver;
  const topic = permissions[0]?.topic;
  if (template === undefined || topic === undefined || person.email === null) return;
  work.messages.push({
    id: kind === "delivery" ? deliveryId(event, person, form) : uuidOf(submission, kind),
    profileId: person.id,
    email: person.email,
    template,
    kind,
    topic,
    locale,
    network,
    data: { form, submission },
    status: "queued",
    dueAt: event.receivedAt,
    createdAt: event.receivedAt,
  });
}

/** However often a form is filled in or confirmed on a day, what it promises is mailed once. */
const deliveryId = ({ receivedAt }: Event, person: Person, form: string): string =>
  uuidOf(person.id, form, String(Math.floor(receivedAt / DAY)), "delivery");
