import { z } from "zod";
import { DURATION, milliseconds } from "../lib/duration.ts";
import { shortHash } from "../lib/hash.ts";
import { EventMatch } from "./matcher.ts";

export const Duration = z
  .string()
  .regex(DURATION, "write a whole number and a unit: 30m, 2h, 7d or 2w")
  .transform(milliseconds);

/** The most times, different values or steps that a state keeps for one question. */
export const MOST_KEPT = 10;
/** The latest values that a sum inside a window adds up. */
export const MOST_ADDED = 20;

/** A moment of the calendar, in UTC; a day begins at midnight. */
const Moment = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\d(T|$)/.test(text) && !Number.isNaN(Date.parse(text)),
    "write a day such as 2026-11-01",
  )
  .transform((text) => Date.parse(text));

const Next = EventMatch.extend({ within: Duration });

const Written = EventMatch.extend({
  atLeast: z.number().int().min(1).max(1000).optional(),
  atMost: z.number().int().min(0).max(999).optional(),
  never: z.literal(true).optional(),
  /** Different values at this path, instead of times. */
  distinct: z.string().max(80).optional(),
  /** The sum of the numbers at this path, compared by `gte` and `lte`. */
  sum: z.string().max(80).optional(),
  gte: z.number().min(-1e9).max(1e9).optional(),
  lte: z.number().min(-1e9).max(1e9).optional(),
  /** What came after, each step within its time of the one before. */
  // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
  then: z.union([Next.transform((next) => [next]), z.array(Next).min(1).max(3)]).optional(),
  within: Duration.optional(),
  since: z.union([z.literal("stage"), Moment]).optional(),
  /** It was done, but not for so long. */
  notFor: Duration.optional(),
});
type Written = z.infer<typeof Written>;

interface Asked extends EventMatch {
  /** Two conditions that ask the same of history share one place in the state. */
  key: string;
  /** Only what happened in so many ms before now… */
  within?: number | undefined;
  /** …or since then: a moment (epoch ms), or when the present stage was entered. */
  since?: number | "stage" | undefined;
}

/** What a condition asks of history. Each kind keeps in the state what it needs to be answered, and no more. */
export type Did =
  | (Asked & { asks: "count"; atLeast: number })
  | (Asked & { asks: "distinct"; of: string; atLeast: number })
  /** Numbers at `of`, to the hundredth; in a window the latest {@link MOST_ADDED}. */
  | (Asked & { asks: "sum"; of: string; gte?: number | undefined; lte?: number | undefined })
  /** Within `within`, if given, the last step happened. */
  | (Asked & { asks: "sequence"; steps: z.infer<typeof Next>[] });

type Asks = Did | { not: Did } | { all: [Did, { not: Did }] };

/** `did: …` as it is written, and as it is asked: `never`, `atMost` and `notFor` are what is not so. */
export const DidCondition = Written.superRefine((written, context) => {
  for (const message of mistakes(written)) context.addIssue({ code: "custom", message });
}).transform(asked);

function* mistakes(written: Written): Generator<string> {
  const { atLeast, atMost, never, distinct, sum, then, within, since, notFor, gte, lte } = written;
  const kinds = [distinct, sum, then].filter((kind) => kind !== undefined).length;
  if (kinds > 1) yield 'ask one thing at a time: "distinct", "sum" or "then"';
  if ([atLeast, atMost, never, notFor].filter((one) => one !== undefined).length > 1)
    yield '"atLeast", "atMost", "never" and "notFor" exclude each other';
  if (within !== undefined && since !== undefined) yield 'write "within" or "since", not both';
  if (notFor !== undefined && (within ?? since ?? distinct ?? sum ?? then) !== undefined)
    yield '"notFor" stands alone with "did" and "where"';
  if ((sum === undefined) !== (gte === undefined && lte === undefined))
    yield '"sum" is compared with "gte" or "lte", which belong to it';
  if ((sum ?? then) !== undefined && (atLeast ?? atMost ?? never) !== undefined)
    yield '"atLeast", "atMost" and "never" count times; they do not go with "sum" and "then"';
  if (since === "stage" && (sum ?? distinct ?? then) !== undefined) yield '"since: stage" counts times only';
  if (then !== undefined && since !== undefined) yield 'a sequence has "within", not "since"';
  const most = atLeast ?? (atMost === undefined ? 1 : atMost + 1);
  const isBounded = within !== undefined || since === "stage" || distinct !== undefined;
  if (isBounded && most > MOST_KEPT)
    yield `with "within", "since: stage" or "distinct", at most ${MOST_KEPT} can be counted`;
  if (within !== undefined && within > milliseconds("400d")) yield '"within" can be 400d at most';
}

function asked(written: Written): Asks {
  const { atMost, never, notFor } = written;
  const positive = plain(written);
  if (notFor !== undefined) return { all: [positive, { not: plain({ ...written, within: notFor }) }] };
  return atMost !== undefined || never ? { not: positive } : positive;
}

function plain(written: Written): Did {
  const { did, where, within, since, distinct, sum, then, gte, lte, atMost } = written;
  const atLeast = written.atLeast ?? (atMost === undefined ? 1 : atMost + 1);
  const base = { did, where, within, since };
  if (then !== undefined) return keyed({ ...base, asks: "sequence", steps: then }, then);
  if (sum !== undefined) return keyed({ ...base, asks: "sum", of: sum, gte, lte }, sum);
  if (distinct !== undefined) return keyed({ ...base, asks: "distinct", of: distinct, atLeast }, distinct, atLeast);
  return count({ ...base, atLeast });
}

/** How often something was done. */
export function count(asked: Omit<Asked, "key"> & { atLeast: number }): Did {
  const isBounded = asked.within !== undefined || asked.since === "stage";
  return keyed({ ...asked, asks: "count" }, isBounded ? asked.atLeast : null);
}

function keyed<D extends Omit<Asked, "key"> & { asks: string }>(asked: D, ...parts: unknown[]): D & { key: string } {
  const { asks, did, where, within, since } = asked;
  return { ...asked, key: shortHash(JSON.stringify([asks, did, where, within, since, ...parts])) };
}

/** The events that a question is about: those of its first step and of those that follow. */
export function stepsOf(did: Did): EventMatch[] {
  return did.asks === "sequence" ? [did, ...did.steps] : [did];
}
