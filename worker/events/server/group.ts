import { z } from "zod";
import { Common, Id, Json } from "./common.ts";
import { companyOf } from "./company.ts";
import type { Facts } from "./facts.ts";

/** Which company somebody belongs to. */
export const Group = Common.extend({
  type: z.literal("group"),
  groupId: Id.refine((id) => id !== undefined, "the company's id is needed"),
  traits: Json,
});

export function groupFacts({ groupId, traits }: z.infer<typeof Group>): Facts {
  const { claim, leftOut } = companyOf(groupId, traits);
  return { type: "group", company: claim, leftOut, ...(claim.name === undefined ? {} : { name: claim.name }) };
}
