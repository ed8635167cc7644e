import { z } from "zod";
import { Condition } from "./condition.ts";
import { Segment } from "./journey.ts";
import { Name, Text } from "./text.ts";

/**
 * `companies.yaml`: groups of companies (their conditions ask `company:` only), and the roles that people play in a purchase,
 * of which each has the first that holds.
 */
export const Accounts = z.strictObject({
  segments: z.record(Name, Segment).default({}),
  roles: z.record(Name, z.strictObject({ title: Text, when: Condition })).default({}),
});
export type Accounts = z.infer<typeof Accounts>;
