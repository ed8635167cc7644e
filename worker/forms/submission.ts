import type { Source } from "../events/enrich.ts";
import type { Event, Submission } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { saidBy, wordingHash } from "../permissions/evidence.ts";
import type { Sealer } from "../platform/seal.ts";
import { type Compiled, type Form, inLocale, questionsOf } from "../playbook/index.ts";
import { secondPerson } from "../profiles/person.ts";
import type { Visitor } from "../state/visitor.ts";
import { networkOf } from "./network.ts";
import type { Answers } from "./validate.ts";

export interface Submitted {
  /** From the form's hidden field: the same for both clicks of a double click. */
  id: string;
  form: string;
  url: string;
  locale: string;
  answers: Answers;
  /** Topics whose box was ticked. */
  ticked: string[];
}

/** As which event a submission is stored. A double click is one; the form sent once more with its address mended is another. */
export const submissionEventId = (submission: string, form: string, email: string | undefined): string =>
  uuidOf("submitted", submission, form, email ?? "");

/**
 * A form's answers as an event. Somebody who lets us keep nothing may still ask for something: then `visitor` is null,
 * the answers make a person, but nothing ties them to the browser or to what it did.
 */
export function submissionEvent(
  submitted: Submitted,
  visitor: Visitor | null,
  source: Source,
  playbook: Compiled,
  sealer: Sealer,
  now: number,
): Event {
  const { email, traits } = submitted.answers;
  const own = visitor?.profile ?? uuidOf("submission", submitted.id, submitted.form, email ?? "");
  const { who } = visitor?.state ?? { who: null };
  const another = email !== undefined && who !== null && !sealer.isFingerprintOf(who, email);
  const url = new URL(submitted.url);
  const permissions = permissionsAsked(submitted, source, playbook);
  const network = networkOf(source, playbook, sealer);
  return {
    id: submissionEventId(submitted.id, submitted.form, email),
    type: "form_submit",
    name: submitted.form,
    at: now,
    receivedAt: now,
    visitor: visitor?.id ?? null,
    profile: another ? secondPerson(own, email) : own,
    page: { url: url.origin + url.pathname, path: url.pathname, ...playbook.page(url.pathname) },
    ...(visitor ? { place: source.place, device: source.device } : {}),
    language: submitted.locale,
    traits,
    ...(email === undefined ? {} : sealer.whose(email)),
    submission: {
      id: submitted.id,
      form: submitted.form,
      locale: submitted.locale,
      url: url.origin + url.pathname,
      ...(email === undefined ? {} : { email }),
      answers: submitted.answers.answers,
      doubts: submitted.answers.doubts,
      ...(network === undefined ? {} : { network }),
      single: isSingle(submitted, source, playbook) ? permissions.map(({ topic }) => topic) : [],
      permissions,
    },
  };
}

/**
 * Whether the law where this person is takes one yes for an answer: the playbook says so of the country that the request came
 * from, and of every country told in the form. Where it is not known, it does not.
 */
function isSingle({ form, answers }: Submitted, { place }: Source, { site, forms }: Compiled): boolean {
  const told = questionsOf(forms[form]!)
    .filter((question) => question.type === "country" || (question.trait ?? question.name) === "country")
    .map(({ name }) => answers.answers[name])
    .filter((country) => country !== undefined);
  return [place.country, ...told].every((country) => site.permission.singleOptIn.includes(String(country)));
}

function permissionsAsked(submitted: Submitted, source: Source, playbook: Compiled): Submission["permissions"] {
  const { origin, pathname } = new URL(submitted.url);
  const page = origin + pathname;
  return asksFor(playbook.forms[submitted.form]!, submitted.ticked).map(({ topic, version, text }) => {
    const words = inLocale(text, submitted.locale);
    return {
      topic,
      evidence: {
        version,
        text: words,
        hash: wordingHash(words),
        locale: submitted.locale,
        url: page,
        form: submitted.form,
        ...saidBy(source, playbook),
      },
    };
  });
}

/** The permissions that sending a form asks for: those of the boxes that were ticked, and what sending it means. */
export const asksFor = (form: Form, ticked: string[]): Form["permissions"] =>
  form.permissions.filter(({ box, topic }) => !box || ticked.includes(topic));
