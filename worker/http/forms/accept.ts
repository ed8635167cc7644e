import type { Event } from "../../events/event.ts";
import { isSolved, SOLUTION } from "../../forms/challenge.ts";
import { refusalWords } from "../../forms/refusals.ts";
import { isTicked } from "../../forms/render-parts.ts";
import { claimOnce } from "../../forms/store.ts";
import { asksFor, submissionEvent } from "../../forms/submission.ts";
import { suggest } from "../../forms/suggest.ts";
import { formTexts } from "../../forms/texts.ts";
import { readTicket, type Ticket, VALID, wordsOf } from "../../forms/ticket.ts";
import { isTrapped } from "../../forms/trap.ts";
import { type Answers, type FieldProblem, type Filling, validate } from "../../forms/validate.ts";
import { normalizeEmail } from "../../lib/email.ts";
import { type ErrorCode, Refusal } from "../../platform/errors.ts";
import { type Compiled, type Form, isQuestion, questionsOf } from "../../playbook/index.ts";
import { countLater } from "../../reports/tally.ts";
import type { Visitor } from "../../state/visitor.ts";
import { requestSource } from "../source.ts";
import type { Http, Meta, Values } from "./request.ts";
import type { Decided } from "./view.ts";

/** Everything about a submission that decides whether it is taken. */
export interface Sent {
  playbook: Compiled;
  form: Form;
  visitor: Visitor | null;
  values: Values;
  meta: Meta;
  /** What the visitor was asked. */
  decided: Decided;
}

/** What a person mends in the form itself: on a page it is shown once more, with what was written. */
export class Wrong extends Refusal {
  readonly shown: { problems: FieldProblem[]; suggestion?: string };
  /** Whether it cannot be mended in the form as it stands on the page. */
  readonly anew: boolean;
  /** Topics whose words were not read as they are now. */
  readonly unread: string[];

  constructor(code: ErrorCode, message: string, { problems, suggestion, anew = false, unread = [] }: Mending = {}) {
    const details = suggestion === undefined ? problems : problems?.map((problem) => ({ ...problem, suggestion }));
    super(code, message, details);
    this.shown = {
      problems: problems ?? [{ field: "", message }],
      ...(suggestion === undefined ? {} : { suggestion }),
    };
    this.anew = anew;
    this.unread = unread;
  }
}

interface Mending {
  problems?: FieldProblem[];
  suggestion?: string;
  anew?: boolean;
  unread?: string[];
}

/** The submission as the event that it will be. @throws Refusal for what is not taken */
export async function accepted(c: Http, sent: Sent): Promise<Event> {
  const context = c.get("context");
  const { playbook, form, meta, decided, values } = sent;
  const ticket = await readTicket(context, meta.ticket, decided.id, meta.submission, decided.locale);
  refuseMachines(c, sent, ticket?.age ?? "none");
  const ticked = form.permissions.map(({ topic }) => topic).filter((topic) => isTicked(values[`permission.${topic}`]));
  refuseUnread(sent, ticket, ticked);
  const source = requestSource(c);
  const answers = checked(sent, ticket, ticked, { now: context.now, country: source.place.country });
  if (ticket?.age === "fast") answers.doubts.push("fast");
  const event = submissionEvent(
    { id: meta.submission, form: decided.id, url: decided.url, locale: decided.locale, answers, ticked },
    sent.visitor,
    source,
    playbook,
    context.sealer,
    context.now,
  );
  await refuseUnproven(c, sent, event, source.address);
  return event;
}

function refuseMachines(c: Http, { playbook, form, values, decided }: Sent, age: Ticket["age"] | "none"): void {
  const isTrap = isTrapped(form, values);
  if (!isTrap && (!playbook.site.forms.strict || age === "good")) return;
  countLater(c.get("context"), { "refused.spam": 1 });
  const words = refusalWords(decided.locale);
  if (isTrap) throw new Wrong("form_refused", words.trap);
  if (age === "fast") throw new Wrong("form_refused", words.fast);
  throw new Wrong("form_refused", words.stale, { anew: true });
}

/** Nobody agrees to words but those that they were shown: where a playbook with others came between, these are shown first. */
function refuseUnread({ form, decided }: Sent, ticket: Ticket | null, ticked: string[]): void {
  if (ticket === null) return;
  const words = wordsOf(form.permissions, decided.locale);
  const topics = asksFor(form, ticked).map(({ topic }) => topic);
  const unread = topics.filter((topic) => ticket.words[topic] !== words[topic]);
  if (unread.length > 0) throw new Wrong("form_refused", refusalWords(decided.locale).reworded, { anew: true, unread });
}

/** What was asked is what the form has shown, whatever has become known of the visitor since. */
function checked(
  { playbook, form, values, decided, meta, visitor }: Sent,
  ticket: Ticket | null,
  ticked: string[],
  at: Pick<Filling, "now" | "country">,
): Answers {
  const { locale, url } = decided;
  const asked =
    ticket?.asked ?? new Set(decided.asked.fields.flatMap((field) => (isQuestion(field) ? field.name : [])));
  const { disposable } = playbook.site.forms;
  const { answers, problems } = validate(form, asked, values, locale, { ...at, url, disposable });
  const { email } = answers;
  const address = questionsOf(form).find(({ type }) => type === "email")?.name;
  const isKnown = (visitor?.state.who ?? null) !== null;
  const needed = asksFor(form, ticked)[0];
  if (needed && email === undefined && !isKnown && !problems.some(({ field }) => field === address))
    problems.push({ field: address ?? `permission.${needed.topic}`, message: refusalWords(locale).address });
  if (problems.length > 0) {
    const anew = ticket !== null && problems.some(({ field }) => !asked.has(field));
    throw new Wrong("invalid_fields", formTexts(locale).check, { problems, anew });
  }
  const meant = email === undefined ? null : suggest(email);
  if (email !== undefined && meant !== null && normalizeEmail(meta.sure ?? "") !== email) {
    const message = refusalWords(locale).slip.replace("{email}", () => meant);
    const problems = [{ field: address!, message }];
    throw new Wrong("invalid_fields", formTexts(locale).check, { problems, suggestion: meant });
  }
  return answers;
}

/** Whoever has not met the challenge, or wants one ticket or one solution to be good for several. */
async function refuseUnproven(
  c: Http,
  { playbook, values, decided, meta }: Sent,
  event: Event,
  address: string | null,
) {
  const context = c.get("context");
  const { challenge, strict } = playbook.site.forms;
  if (challenge === "none" && !strict) return;
  const words = refusalWords(decided.locale);
  if (challenge !== "none") {
    const solution = values[SOLUTION[challenge]];
    const { id: form } = decided;
    if (
      !(await isSolved(context, playbook, { solution, form, submission: meta.submission, event: event.id, address }))
    ) {
      countLater(context, { "refused.challenge": 1 });
      const email = playbook.site.sender.email;
      throw new Wrong(
        "challenge_failed",
        words.challenge.replace("{email}", () => email),
        { anew: true },
      );
    }
  }
  if (!(await isFirst(context, `${decided.id} ${meta.submission}`, event.id)))
    throw new Refusal("token_invalid", words.used);
}

/** While the database is gone submissions wait in the queue, and their mails too: then nobody is turned away for it. */
async function isFirst({ db, now }: Http["var"]["context"], what: string, event: string): Promise<boolean> {
  try {
    // Kept for as long as the ticket would be good.
    return await claimOnce(db, what, event, now + VALID);
  } catch (error) {
    if (error instanceof Refusal && error.code === "unavailable") return true;
    throw error;
  }
}
