import { z } from "zod";
import { Condition, Grade } from "./condition.ts";
import { Duration } from "./did.ts";
import { EventMatch } from "./matcher.ts";
import { Name, Text } from "./text.ts";

const Points = z.number().min(-1000).max(1000);
/** A sum of points; within bounds in which sums stay exact. */
const Sum = z.number().min(-1e6).max(1e6);

const Tier = z.strictObject({ pages: z.number().int().min(1).max(20), points: Points });

/**
 * Points for behaviour. `points` counts each matching event, up to `cap` points held at a time and `capPerDay` given in a day (UTC);
 * `tiers` count distinct pages (paths): reaching the n-th page lifts the rule to that tier's points.
 * Points halve every `halfLife`.
 */
const BehaviourRule = z
  .strictObject({
    id: Name,
    title: Text,
    on: EventMatch,
    points: Points.optional(),
    cap: Sum.positive().optional(),
    capPerDay: Sum.positive().optional(),
    tiers: z.array(Tier).min(1).max(10).optional(),
    halfLife: Duration.optional(),
  })
  .refine((rule) => (rule.points === undefined) !== (rule.tiers === undefined), {
    message: 'a rule has either "points" or "tiers"',
  })
  .refine((rule) => rule.tiers?.every((tier, i, all) => i === 0 || tier.pages > (all[i - 1]?.pages ?? 0)) ?? true, {
    message: "tiers go from few pages to many",
    path: ["tiers"],
  })
  .refine((rule) => rule.points !== undefined || (rule.cap ?? rule.capPerDay) === undefined, {
    message: '"cap" and "capPerDay" belong to "points"; the last of the tiers is their cap',
  });
export type BehaviourRule = z.infer<typeof BehaviourRule>;

const FitRule = z.strictObject({ id: Name, title: Text, when: Condition, points: Points });

/**
 * `scoring.yaml`: two dimensions that are never summed. Fit (who they are) gives a grade A to D;
 * behaviour (what they do, decaying) gives a rank 1 (hot) to 4 (cold).
 */
export const Scoring = z.strictObject({
  halfLife: Duration,
  behaviour: z.array(BehaviourRule).max(60),
  fit: z.array(FitRule).max(60),
  grades: z.array(z.strictObject({ grade: Grade, from: Sum })).max(4),
  ranks: z.array(z.strictObject({ rank: z.number().int().min(1).max(4), from: Sum })).max(4),
  /** What is to be done about whom, by grade and rank: `mql: [A1, A2, B1]`. */
  matrix: z
    .record(
      Name,
      z
        .array(z.string().regex(/^[A-D][1-4]$/, "write grade and rank: A1"))
        .min(1)
        .max(16),
    )
    .default({}),
});
export type Scoring = z.infer<typeof Scoring>;
