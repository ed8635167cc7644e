import type { Event } from "../../events/event.ts";
import { isSolved, SOLUTION } from "../../forms/challenge.ts";
import { refusalWords } from "../../forms/refusals.ts";
import { claimOnce } from "../../forms/store.ts";
import { asksFor, submissionEvent } from "../../forms/submission.ts";
import { suggest } from "../../forms/suggest.ts";
import { formTexts } from "../../forms/texts.ts";
import { readTicket, type TicketAge } from "../../forms/ticket.ts";
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

  constructor(code: ErrorCode, message: string, problems?: FieldProblem[], suggestion?: string) {
    const details = suggestion === undefined ? problems : problems?.map((problem) => ({ ...problem, suggestion }));
    super(code, message, details);
    this.shown = {
      problems: problems ?? [{ field: "", message }],
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
}

/** The submission as the event that it will be. @throws Refusal for what is not taken */
export async function accepted(c: Http, sent: Sent): Promise<Event> {
  const context = c.get("context");
  const { playbook, form, meta, decided, values } = sent;
  const ticket = await readTicket(context, meta.ticket, decided.id, meta.submission);
  refuseMachines(c, sent, ticket);
  const ticked = form.permissions.map(({ topic }) => topic).filter((topic) => isTicked(values[`permission.${topic}`]));
  const source = requestSource(c);
  const answers = checked(sent, ticked, { now: context.now, country: source.place.country });
  if (ticket === "fast") answers.doubts.push("fast");
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

function refuseMachines(c: Http, { playbook, form, values, decided }: Sent, ticket: TicketAge): void {
  const { strict } = playbook.site.forms;
  const words = refusalWords(decided.locale);
  const late = ticket === "none" || ticket === "stale";
  const wrong = isTrapped(form, values)
    ? words.trap
    : !strict
      ? null
      : late
        ? words.stale
        : ticket === "fast"
          ? words.fast
          : null;
  if (wrong === null) return;
  countLater(c.get("context"), { "refused.spam": 1 });
  throw new Wrong("form_refused", wrong);
}

function checked(
  { playbook, form, values, decided, meta, visitor }: Sent,
  ticked: string[],
  at: Pick<Filling, "now" | "country">,
): Answers {
  const { locale, url } = decided;
  const asked = new Set(decided.asked.fields.flatMap((field) => (isQuestion(field) ? field.name : [])));
  const { disposable } = playbook.site.forms;
  const { answers, problems } = validate(form, asked, values, locale, { ...at, url, disposable });
  const { email } = answers;
  const address = questionsOf(form).find(({ type }) => type === "email")?.name;
  const isKnown = (visitor?.state.who ?? null) !== null;
  const needed = asksFor(form, ticked)[0];
  if (needed && email === undefined && !isKnown && !problems.some(({ field }) => field === address))
    problems.push({ field: address ?? `permission.${needed.topic}`, message: refusalWords(locale).address });
  if (problems.length > 0) throw new Wrong("invalid_fields", formTexts(locale).check, problems);
  const meant = email === undefined ? null : suggest(email);
  if (email !== undefined && meant !== null && normalizeEmail(meta.sure ?? "") !== email) {
    const message = refusalWords(locale).slip.replace("{email}", () => meant);
    throw new Wrong("invalid_fields", formTexts(locale).check, [{ field: address!, message }], meant);
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
      );
    }
  }
  if (!(await isFirst(context, `${decided.id} ${meta.submission}`, event.id)))
    throw new Refusal("token_invalid", words.used);
}

/** While the database is gone submissions wait in the queue, and their mails too: then nobody is turned away for it. */
async function isFirst({ db, now }: Http["var"]["context"], what: string, event: string): Promise<boolean> {
  try {
    return await claimOnce(db, what, event, now);
  } catch (error) {
    if (error instanceof Refusal && error.code === "unavailable") return true;
    throw error;
  }
}

const isTicked = (value: unknown): boolean => value === "yes" || value === "on" || value === true;
