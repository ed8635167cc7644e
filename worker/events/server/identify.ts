import { z } from "zod";
import { Common, Json } from "./common.ts";
import { employerTold } from "./company.ts";
import type { Facts } from "./facts.ts";
import { firstEmail, traitsOf } from "./traits.ts";

/** Who somebody is. */
export const Identify = Common.extend({ type: z.literal("identify"), traits: Json });

export function identifyFacts({ traits, context }: z.infer<typeof Identify>): Facts {
  const all = { ...context.traits, ...traits };
  const { values, leftOut } = traitsOf(all);
  const isNoEmail = (all["email"] ?? null) !== null && firstEmail(all["email"]) === undefined;
  const company = employerTold(traits["company"]);
  return { type: "identify", traits: values, leftOut: leftOut + Number(isNoEmail), ...(company ? { company } : {}) };
}
