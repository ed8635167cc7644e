import { z } from "zod";
import { Duration } from "./did.ts";

/** `clusters.yaml`: so many groups of people who read alike are looked for, again after each `every`. */
export const Clusters = z.strictObject({
  count: z.number().int().min(2).max(12),
  every: Duration,
});
export type Clusters = z.infer<typeof Clusters>;
