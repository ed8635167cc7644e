import { z } from "zod";
import { DAY } from "../lib/duration.ts";
import { wordingHash } from "../permissions/evidence.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import { openToken, sealToken } from "../platform/token.ts";
import { inLocale, isQuestion, type PermissionRequest } from "../playbook/index.ts";
import { refusalWords } from "./refusals.ts";
import type { FormView } from "./view.ts";

/** Sooner than this after it was shown no person has filled in a form, even where the browser writes the answers. */
const FASTEST = 1_500;
/** For so long, ms, a form may be filled in after it was shown. */
export const VALID = 7 * DAY;
/** With 40 questions and 5 permissions, all of them with long names. */
export const MOST_SEALED = 6_000;
/** Of a wording's hash: enough that no two versions of a text have the same. */
const HASH = 16;

const Ticket = z.object({
  form: z.string(),
  submission: z.string(),
  /** When the form was shown, epoch ms. */
  at: z.number(),
  /** The names of the questions that were asked. */
  asked: z.array(z.string()),
  /** By topic, the words of the permissions that were shown: {@link wordsOf}. */
  words: z.record(z.string(), z.string()),
});

/** What a ticket tells of how a form was shown. */
export interface Ticket {
  /** Whether a person could have been so fast, or it is too old to say. */
  age: "stale" | "fast" | "good";
  asked: ReadonlySet<string>;
  words: Readonly<Record<string, string>>;
}

/** Says, sealed, what a form has shown and when: for its hidden field `ticket`. Good for one submission. */
export function sealTicket(
  { sealer, now }: Context,
  { id, form, asked, locale, submission }: Pick<FormView, "id" | "form" | "asked" | "locale" | "submission">,
): Promise<string> {
  const implied = form.permissions.filter(({ box }) => !box);
  const ticket: z.infer<typeof Ticket> = {
    form: id,
    submission,
    at: now,
    asked: asked.fields.filter(isQuestion).map(({ name }) => name),
    words: wordsOf([...asked.boxes, ...implied], locale),
  };
  return sealToken(sealer, "form", ticket);
}

/** By topic, what tells the words of a permission, in a locale and a version, from any others. */
export const wordsOf = (permissions: PermissionRequest[], locale: string): Record<string, string> =>
  Object.fromEntries(
    permissions.map(({ topic, version, text }) => [
      topic,
      wordingHash(JSON.stringify([version, inLocale(text, locale)])).slice(0, HASH),
    ]),
  );

/**
 * Reads the ticket that came with a submission; null where none did. The locale is that of what is said.
 * @throws Refusal `token_invalid` for one that was changed, or is another's
 */
export async function readTicket(
  { sealer, now }: Context,
  sealed: string | undefined,
  form: string,
  submission: string,
  locale: string,
): Promise<Ticket | null> {
  if (sealed === undefined || sealed === "") return null;
  const { notOurs: refusal } = refusalWords(locale);
  const { at, asked, words, ...shown } = await openToken(sealer, "form", sealed, Ticket, {
    refusal,
    most: MOST_SEALED,
  });
  if (shown.form !== form || shown.submission !== submission) throw new Refusal("token_invalid", refusal);
  const age = now - at;
  return { age: age > VALID ? "stale" : age < FASTEST ? "fast" : "good", asked: new Set(asked), words };
}
