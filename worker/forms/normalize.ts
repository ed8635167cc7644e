import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { normalizeEmail } from "../lib/email.ts";
import type { Hidden, Question } from "../playbook/index.ts";
import { tidy } from "./check.ts";

/** By what a browser fills it in with, or by the trait it fills: whose words are a person's name. */
const NAMES = new Set([
  "name",
  "given-name",
  "additional-name",
  "family-name",
  "firstName",
  "middleName",
  "lastName",
  "fullName",
  "givenName",
  "familyName",
  "surname",
]);
const LAST = new Set(["family-name", "lastName", "familyName", "surname"]);

/** Words of a name that stay small, in Europe and beyond, unless they begin it. */
const PARTICLES = new Set(
  "af aus auf da das de del della den der des di do dos du e el ibn la las le los op och og ten ter til tot und van vom von y zu zum zur".split(
    " ",
  ),
);

/** Whether an answer is the name of a person; `last` for a family's, which may begin with a particle. */
export function nameKind(question: Question): "first" | "last" | null {
  if (question.type !== "text") return null;
  const words = [question.autocomplete ?? "", question.trait || question.name];
  if (words.some((word) => LAST.has(word))) return "last";
  return words.some((word) => NAMES.has(word)) ? "first" : null;
}

/** A name written in capitals or in small letters only as people write names; one written otherwise as it is. */
export function readableName(text: string, kind: "first" | "last", locale: string): string {
  const small = text.toLowerCase();
  const isLoud = text === text.toUpperCase();
  if (small === text.toUpperCase() || (text !== small && !isLoud)) return text;
  return small
    .split(" ")
    .map((word, i) => {
      if (PARTICLES.has(word) && (i > 0 || kind === "last")) return word;
      // Initials: HC, JP.
      if (isLoud && /^[b-df-hj-np-tv-xz]{2}$/.test(word)) return word.toUpperCase();
      const spelled = word.replace(
        /(^|[-'’.])(\p{L})/gu,
        (_, before: string, letter: string) => before + upper(letter, locale),
      );
      return spelled.replace(/^Mc(\p{L})(?=\p{L}{2})/u, (_, letter: string) => `Mc${upper(letter, locale)}`);
    })
    .join(" ");
}

const upper = (letter: string, locale: string): string => letter.toLocaleUpperCase(locale);

/** An address as it is kept and compared. */
export const keptEmail = (told: string): string => normalizeEmail(tidy("email", told));

/** A number as E.164, `+4512345678`; null where there is none such. `country` is whose it is if it does not say. */
export function e164(told: string, country: string | undefined): string | null {
  const digits = told.replace(/\(0\)/, "").replace(/^00(?=[1-9])/, "+");
  try {
    const parsed = parsePhoneNumberFromString(digits, country as never);
    return parsed?.isPossible() ? parsed.number : null;
  } catch {
    return null;
  }
}

/** What is told by nobody: the form's own value, or a parameter of the page's address. */
export function hiddenValue({ value, parameter }: Hidden, url: string | undefined): string {
  if (parameter === undefined) return value ?? "";
  const told = (url !== undefined && URL.parse(url)?.searchParams.get(parameter)) || "";
  return tidy("text", told.toWellFormed().replace(/\p{Cc}+/gu, " ")).slice(0, 200);
}
