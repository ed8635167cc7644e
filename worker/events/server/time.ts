import { z } from "zod";
import { DAY } from "../../lib/duration.ts";
import { LIMITS } from "../batch.ts";
import { CallRefused } from "./refused.ts";

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** Numbers below are seconds since 1970, those above milliseconds: either way a year between 1973 and 5138. */
const LEAST_MILLISECONDS = 1e11;

/** A time as SDKs write it: ISO 8601 (UTC where it names no zone), or a number since 1970. Epoch milliseconds. */
export const Time = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((told) => (told === null || told === undefined || told === "" ? undefined : epoch(told)))
  .refine((at) => at === undefined || !Number.isNaN(at), "a time such as 2026-11-22T09:00:00.000Z");

function epoch(told: string | number): number {
  if (typeof told === "number") return Math.round(told < LEAST_MILLISECONDS ? told * 1_000 : told);
  const match = ISO.exec(told);
  if (!match) return Number.NaN;
  const [, day, zone] = match;
  // JavaScript takes the 30th of February for a day in March.
  if (!z.iso.date().safeParse(day).success) return Number.NaN;
  return Date.parse(told === day || zone ? told : `${told}Z`);
}

/** When a call says that it happened. */
export interface Times {
  timestamp?: number | undefined;
  originalTimestamp?: number | undefined;
  sentAt?: number | undefined;
}

/**
 * When something happened by our clock: the sender's clock is wrong by as much as `sentAt` differs from now. A difference
 * of more than a day is no wrong clock but history, told as it was. `oldest` is how far back (ms) events are kept.
 * @throws CallRefused `event_in_future`, `event_too_old`
 */
export function happenedAt({ timestamp, originalTimestamp, sentAt }: Times, now: number, oldest: number): number {
  const told = timestamp ?? originalTimestamp ?? now;
  const skew = sentAt === undefined || told === now ? 0 : now - sentAt;
  const at = Math.abs(skew) > DAY ? told : told + skew;
  if (at > now + LIMITS.future) throw new CallRefused("event_in_future", "A call cannot be from the future.");
  if (at < now - oldest)
    throw new CallRefused("event_too_old", "The playbook's retention.events would delete this at once.");
  return Math.min(at, now);
}
