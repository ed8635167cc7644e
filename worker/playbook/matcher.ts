import { z } from "zod";
import { storedName } from "./shop-events.ts";

const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);

/** Named comparisons, all of which must hold. */
export const Comparisons = z.strictObject({
  eq: scalar.optional(),
  in: z.array(scalar).min(1).max(200).optional(),
  gt: z.number().optional(),
  gte: z.number().optional(),
  lt: z.number().optional(),
  lte: z.number().optional(),
  contains: z.string().max(200).optional(),
  startsWith: z.string().max(200).optional(),
  exists: z.boolean().optional(),
});
export type Comparisons = z.infer<typeof Comparisons>;

/**
 * What a value is compared with: a scalar (equal), a list (one of), or {@link Comparisons}.
 * Text is compared without regard to case; a list value matches where any of its members does.
 */
export const Matcher = z.union([scalar, z.array(scalar).min(1).max(200), Comparisons]);
export type Matcher = z.infer<typeof Matcher>;

/** An event the visitor did: `did` is an event type (`page_view`) or a custom event's name, as it then is stored. */
export const EventMatch = z.strictObject({
  did: z.string().min(1).max(80).transform(storedName),
  where: z.record(z.string().max(80), Matcher).optional(),
});
export type EventMatch = z.infer<typeof EventMatch>;
