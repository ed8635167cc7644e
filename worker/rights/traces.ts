import type { Theirs } from "./theirs.ts";

/** What tells that a text is about somebody. All in lower case. */
export interface Marks {
  /** Ids, addresses and phone numbers: one is enough. */
  sure: string[];
  emails: string[];
  externalIds: string[];
  /** Names as they were told at one time: first and last, or a whole one. All of them, and nobody else's address, tell. */
  names: string[][];
}

const NAME = /^(first|last|middle|given|family|full|sur|for|mellem|efter)?[-_ ]?(name|navn)$/i;
const PHONE = /phone|mobil|^tel/i;
/** Fewer digits are no number that tells anybody. */
const LEAST_DIGITS = 6;

/** What somebody may be recognized by in a text that no table tells apart. */
export function marksOf({ ids, emails, externalIds, told }: Theirs): Marks {
  const valuesOf = (record: Record<string, unknown>, key: RegExp): string[] =>
    Object.entries(record).flatMap(([name, value]) =>
      key.test(name) && typeof value === "string" && value.trim() !== "" ? [value.trim().toLowerCase()] : [],
    );
  const phones = told.flatMap((record) => valuesOf(record, PHONE));
  const names = told.map((record) => valuesOf(record, NAME)).flatMap(ways);
  return {
    sure: [...ids, ...emails, ...phones.filter((phone) => digits(phone).length >= LEAST_DIGITS)],
    emails,
    externalIds: externalIds.map((id) => id.toLowerCase()),
    names,
  };
}

/** A name in parts, and as a whole. */
function ways(words: string[]): string[][] {
  if (words.length === 0) return [];
  return words.length === 1 ? [words] : [words, [words.join(" ")]];
}

/** Texts of which a JSON text (its ASCII in lower case) that is about them holds one at least. */
export function needles({ sure, externalIds, names }: Marks): string[] {
  // SQLite's lower() leaves letters beyond ASCII as they are: there the longest part of ASCII is looked for.
  const plain = (text: string): string => text.split(/[^ -~]+/).toSorted((a, b) => b.length - a.length)[0]!;
  const marks = [...sure, ...externalIds, ...names.flat()].map(plain).filter((text) => text.length > 1);
  return [...new Set(marks.map((text) => JSON.stringify(text).slice(1, -1)))];
}

/** Whether a part of a dead letter names them for sure. */
export function isAbout(part: unknown, { sure, externalIds }: Marks): boolean {
  const texts = textsIn(part);
  if (texts.some((text) => sure.some((mark) => holds(text, mark)))) return true;
  const identity = part !== null && typeof part === "object" && "identity" in part ? textsIn(part.identity) : [];
  return identity.some((text) => externalIds.includes(text));
}

/** Whether a part of a dead letter has their name, and nobody else's address. */
export function isNamed(part: unknown, { names, emails }: Marks): boolean {
  const texts = textsIn(part);
  const isTheirName = names.some((name) => name.every((word) => texts.includes(word)));
  return isTheirName && !texts.some((text) => ADDRESS.test(text) && !emails.includes(text));
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const MORE_BEFORE = /[\p{L}\p{N}.+_-]$/u;
const MORE_AFTER = /^\.?[\p{L}\p{N}_-]/u;

/** Whether a text holds a mark that is not part of a longer word: `anna@acme.dk` is not in `hanna@acme.dk`. */
function holds(text: string, mark: string): boolean {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (!MORE_BEFORE.test(text.slice(0, at)) && !MORE_AFTER.test(text.slice(at + mark.length))) return true;
  }
  return false;
}

/** All texts in a JSON value, names of fields left out. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value.trim().toLowerCase()];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsIn);
}

const digits = (text: string): string => text.replaceAll(/\D/g, "");
