import { z } from "zod";
import { Condition } from "./condition.ts";
import { Duration } from "./did.ts";
import { Name, Text } from "./text.ts";

/** A salesperson, and the countries whose leads are theirs. */
const Owner = z.strictObject({
  id: Name,
  name: z.string().min(1).max(80),
  email: z.email().max(320).optional(),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, "write a country as two capitals: DK"))
    .max(250)
    .default([]),
});
export type Owner = z.infer<typeof Owner>;

/**
 * `sales.yaml`: who is handed over to sales and to whom. When `when` begins to hold a task is made, due in `due`; nobody is handed
 * over twice at a time, nor again within `again` after sales said no or lost them.
 * The first rule of `assign` that names an owner decides: `account` is who looks after others of the same company, `country` who has
 * theirs, `round-robin` whose turn it is.
 */
export const Sales = z.strictObject({
  when: Condition,
  due: Duration,
  again: Duration,
  owners: z.array(Owner).min(1).max(200),
  assign: z
    .array(z.enum(["account", "country", "round-robin"]))
    .min(1)
    .max(3),
  /** The causes that sales may give for a no, and for a deal that was lost. */
  rejections: z.record(Name, Text),
  losses: z.record(Name, Text).default({}),
});
export type Sales = z.infer<typeof Sales>;
