import { z } from "zod";
import { DURATION, milliseconds } from "../lib/duration.ts";
import { shortHash } from "../lib/hash.ts";
import { Comparisons, EventMatch, Matcher } from "./matcher.ts";

export const Duration = z
  .string()
  .regex(DURATION, "write a whole number and a unit: 30m, 2h, 7d or 2w")
  .transform(milliseconds);

/** The most often that a condition can ask an event to have happened inside a window. */
export const MOST_IN_WINDOW = 10;

const Did = EventMatch.extend({
  atLeast: z.number().int().min(1).max(1000).default(1),
  within: Duration.optional(),
})
  .refine((did) => did.within === undefined || did.atLeast <= MOST_IN_WINDOW, {
    message: `with "within", "atLeast" can be ${MOST_IN_WINDOW} at most`,
    path: ["atLeast"],
  })
  // Two conditions that count the same thing share one counter in the state.
  .transform((did) => ({
    ...did,
    key: shortHash(JSON.stringify([did.did, did.where ?? null, did.within ?? null, did.within ? did.atLeast : null])),
  }));

const Comparison = z.strictObject({
  gte: z.number().optional(),
  lte: z.number().optional(),
});
export type Comparison = z.infer<typeof Comparison>;

export const Grade = z.enum(["A", "B", "C", "D"]);
export type Grade = z.infer<typeof Grade>;

/** What sort of network an address belongs to; only a `company` says where somebody works. */
export const KINDS = ["company", "provider", "mobile", "hosting", "vpn", "education", "public"] as const;

const Purpose = z.enum(["analytics", "personalization", "marketing"]);

const leaves = {
  did: Did,
  trait: Comparisons.extend({ trait: z.string().max(40) }).transform(({ trait, ...is }) => ({ trait, is })),
  segment: z.strictObject({ segment: z.string().max(40) }),
  stage: z.strictObject({ stage: z.union([z.string(), z.array(z.string()).min(1)]) }),
  score: z.strictObject({
    score: z.strictObject({
      behaviour: Comparison.optional(),
      rank: Comparison.optional(),
      fit: z.strictObject({ gte: Grade.optional(), lte: Grade.optional() }).optional(),
    }),
  }),
  visits: z.strictObject({ visits: Comparison }),
  interest: z.strictObject({
    interest: z.string().max(40),
    atLeast: z.number().int().min(1).max(100).default(1),
  }),
  consent: z.strictObject({ consent: Purpose }),
  permission: z.strictObject({
    permission: z.string().max(40),
    is: z.enum(["pending", "confirmed", "withdrawn"]).default("confirmed"),
  }),
  knows: z.strictObject({ knows: z.string().max(40) }),
  country: z.strictObject({ country: Matcher }),
  language: z.strictObject({ language: Matcher }),
  device: z.strictObject({ device: Matcher }),
  campaign: z.strictObject({ campaign: z.record(z.string(), Matcher) }),
  page: z.strictObject({ page: z.record(z.string(), Matcher) }),
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
type Leaf = { [K in keyof typeof leaves]: z.infer<(typeof leaves)[K]> }[keyof typeof leaves];

/** The one condition language (segments, scores, stages, blocks, forms). Each node has exactly one subject. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;
export type Did = z.infer<typeof Did>;

const SUBJECTS = ["all", "any", "not", ...Object.keys(leaves)];

/** zod's schema of {@link Condition}; an unknown or missing subject is told by name. */
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.unknown().transform((value, context): Condition => {
    const keys = value !== null && typeof value === "object" ? Object.keys(value) : [];
    const subject = SUBJECTS.find((name) => keys.includes(name));
    const schema = subject === undefined ? undefined : nodes[subject];
    if (schema === undefined) {
      context.addIssue({
        code: "custom",
        message: `a condition starts with one of: ${SUBJECTS.join(", ")}`,
      });
      return z.NEVER;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.addIssue({ ...issue, path: issue.path });
    return z.NEVER;
  }),
);

const nodes: Record<string, z.ZodType<Condition>> = {
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
