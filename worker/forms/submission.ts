import type { Source } from "../events/enrich.ts";
import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Sealer } from "../platform/seal.ts";
import { type Compiled, inLocale } from "../playbook/index.ts";
import { secondPerson } from "../profiles/person.ts";
import type { Visitor } from "../state/visitor.ts";
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
  const own = visitor?.profile ?? uuidOf("submission", submitted.id, email ?? "");
  const { who } = visitor?.state ?? { who: null };
  const another = email !== undefined && who !== null && !sealer.isFingerprintOf(who, email);
  const url = new URL(submitted.url);
  return {
    // A double click is one event; the form sent once more with its address mended is another.
    id: uuidOf("submitted", submitted.id, submitted.form, email ?? ""),
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
    ...(email === undefined ? {} : { who: sealer.fingerprint(email) }),
    submission: {
      id: submitted.id,
      form: submitted.form,
      locale: submitted.locale,
      url: url.origin + url.pathname,
      ...(email === undefined ? {} : { email }),
      answers: submitted.answers.answers,
      doubts: submitted.answers.doubts,
      single: [],
      permissions: permissionsAsked(submitted, source, playbook),
    },
  };
}

function permissionsAsked(
  submitted: Submitted,
  source: Source,
  playbook: Compiled,
): NonNullable<Event["submission"]>["permissions"] {
  const form = playbook.forms[submitted.form]!;
  return form.permissions
    .filter(({ box, topic }) => !box || submitted.ticked.includes(topic))
    .map(({ topic, version, text }) => ({
      topic,
      evidence: {
        version,
        text: inLocale(text, submitted.locale),
        locale: submitted.locale,
        url: submitted.url.split(/[?#]/)[0]!,
        form: submitted.form,
        ip: playbook.site.ip === "none" ? null : source.ip,
        userAgent: source.userAgent,
      },
    }));
}
