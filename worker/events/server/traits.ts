import type { TraitValue } from "../../state/state.ts";
import { normalizeEmail } from "../../lib/email.ts";
import { z } from "zod";
import { CALL_LIMITS } from "./refused.ts";

const NAME = /^[A-Za-z][\w.$-]{0,39}$/;

/** Whether a name is of the sort that JavaScript's objects have themselves, such as `constructor`. */
const isJavaScripts = (name: string): boolean => name.split(".").some((word) => word in Object.prototype);

export interface TraitsGiven {
  values: Record<string, TraitValue>;
  /** How many were left out: by their name, by what they hold, or because there are too many. */
  leftOut: number;
}

/**
 * Plain values under plain names. Objects are flattened one level (`address.city`); the address itself (`email`) says who
 * somebody is and is no trait; null says nothing. Texts are cut.
 */
export function traitsOf(given: Record<string, unknown>): TraitsGiven {
  const values: Record<string, TraitValue> = {};
  let kept = 0;
  let leftOut = 0;
  for (const [name, value] of Object.entries(given).flatMap(flat)) {
    if (name === "email" || value === null) continue;
    const trait = plain(value);
    const isTrait = trait !== undefined && NAME.test(name) && !isJavaScripts(name);
    const isNew = isTrait && !Object.hasOwn(values, name);
    if (!isTrait || (isNew && kept === CALL_LIMITS.traits)) {
      leftOut++;
      continue;
    }
    values[name] = trait;
    if (isNew) kept++;
  }
  return { values, leftOut };
}

function flat([name, value]: [string, unknown]): [string, unknown][] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [[name, value]];
  return Object.entries(value).map(([key, inner]) => [`${name}.${key}`, inner]);
}

function plain(value: unknown): TraitValue | undefined {
  if (typeof value === "string") return value.slice(0, CALL_LIMITS.traitLength).toWellFormed();
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return typeof value === "boolean" ? value : undefined;
}

const Email = z.string().max(CALL_LIMITS.traitLength).transform(normalizeEmail).pipe(z.email().max(254));

/** The first of these that is an e-mail address, normalized. */
export function firstEmail(...candidates: unknown[]): string | undefined {
  for (const candidate of candidates) {
    const email = Email.safeParse(candidate);
    if (email.success) return email.data;
  }
  return undefined;
}
