import { z } from "zod";
import { count, type Did, DidCondition, Duration } from "./did.ts";
import { Comparisons, Matcher } from "./matcher.ts";
import { bySubject } from "./subject.ts";

const Comparison = z.strictObject({
  gte: z.number().optional(),
  lte: z.number().optional(),
});
export type Comparison = z.infer<typeof Comparison>;

export const Grade = z.enum(["A", "B", "C", "D"]);
export type Grade = z.infer<typeof Grade>;

/** What has become of a lead: handed over, accepted by sales, and how it ended. */
export const LEAD = ["mql", "sql", "rejected", "won", "lost"] as const;

/** What happens to an e-mail, each an event of type `email_…` named by the e-mail. */
const ENGAGEMENT = ["sent", "delivered", "opened", "clicked", "bounced", "complained"] as const;

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "write a time such as 09:00");

const name = z.string().max(40);
const oneOrMore = z.union([name, z.array(name).min(1).max(50)]);

/** What sort of network an address belongs to; only a `company` says where somebody works. */
export const KINDS = ["company", "provider", "mobile", "hosting", "vpn", "education", "public"] as const;

const Purpose = z.enum(["analytics", "personalization", "marketing"]);

const leaves = {
  did: DidCondition,
  trait: Comparisons.extend({ trait: name }).transform(({ trait, ...is }) => ({ trait, is })),
  segment: z.strictObject({ segment: name }),
  /** Time in the stage: at least `longerThan`, less than `shorterThan`. */
  stage: z.strictObject({ stage: oneOrMore, longerThan: Duration.optional(), shorterThan: Duration.optional() }),
  score: z.strictObject({
    score: z.strictObject({
      behaviour: Comparison.optional(),
      rank: Comparison.optional(),
      fit: z.strictObject({ gte: Grade.optional(), lte: Grade.optional() }).optional(),
      /** What the matrix says of grade and rank. */
      action: oneOrMore.optional(),
    }),
  }),
  visits: z.strictObject({ visits: Comparison }),
  /** Nothing was seen of them for so long. */
  inactive: z.strictObject({ inactive: Duration }),
  interest: z.strictObject({
    interest: name,
    atLeast: z.number().int().min(1).max(100).default(1),
  }),
  consent: z.strictObject({ consent: Purpose }),
  permission: z.strictObject({
    permission: name,
    is: z.enum(["pending", "confirmed", "withdrawn", "expired"]).default("confirmed"),
  }),
  knows: z.strictObject({ knows: name }),
  lead: z.strictObject({ lead: z.union([z.enum(LEAD), z.array(z.enum(LEAD)).min(1)]) }),
  role: z.strictObject({ role: oneOrMore }),
  cluster: z.strictObject({ cluster: oneOrMore }),
  /** In it now, or once through it. */
  flow: z
    .strictObject({ flow: name, is: z.enum(["active", "completed"]).default("active") })
    .transform(({ flow, is }) => (is === "active" ? { flow } : happened("flow_completed", flow))),
  /** What happened to an e-mail. */
  email: z
    .strictObject({ email: name, was: z.enum(ENGAGEMENT), within: Duration.optional() })
    .transform(({ email, was, within }) => happened(`email_${was}`, email, within)),
  country: z.strictObject({ country: Matcher }),
  region: z.strictObject({ region: Matcher }),
  city: z.strictObject({ city: Matcher }),
  language: z.strictObject({ language: Matcher }),
  device: z.strictObject({ device: Matcher }),
  campaign: z.strictObject({ campaign: z.record(z.string(), Matcher) }),
  page: z.strictObject({ page: z.record(z.string(), Matcher) }),
  /** Where the visitor is, by their clock. */
  weekday: z.strictObject({ weekday: z.array(z.enum(WEEKDAYS)).min(1).max(7) }),
  time: z.strictObject({ time: z.strictObject({ from: Clock, to: Clock }) }),
  company: z.strictObject({
    company: z
      .record(z.string().min(1).max(80), Matcher)
      .refine((asked) => Object.keys(asked).length > 0, "say what of the company: name, domain, kind, or a trait")
      .refine(
        ({ kind }) => kind === undefined || typeof kind === "object" || (KINDS as readonly unknown[]).includes(kind),
        `"kind" is one of ${KINDS.join(", ")}`,
      ),
  }),
};
type Leaf = Exclude<
  { [K in keyof typeof leaves]: z.infer<(typeof leaves)[K]> }[keyof typeof leaves],
  { not: unknown } | { all: unknown }
>;

/** The one condition language (segments, scores, stages, blocks, forms, flows). Each node has exactly one subject. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;

function happened(did: string, named: string, within?: number): Did {
  return count({ did, where: { name: named }, within, atLeast: 1 });
}

/** zod's schema of {@link Condition}. */
export const Condition: z.ZodType<Condition> = bySubject("a condition", () => CONDITIONS);

/** Each subject's schema, as it is written. */
export const CONDITIONS: Record<string, z.ZodType<Condition>> = {
  all: z.strictObject({ all: z.array(Condition).min(1).max(50) }),
  any: z.strictObject({ any: z.array(Condition).min(1).max(50) }),
  not: z.strictObject({ not: Condition }),
  ...leaves,
};

/** Every node of a condition, itself first. */
export function* walk(condition: Condition): Generator<Condition> {
  yield condition;
  if ("all" in condition) for (const child of condition.all) yield* walk(child);
  else if ("any" in condition) for (const child of condition.any) yield* walk(child);
  else if ("not" in condition) yield* walk(condition.not);
}
