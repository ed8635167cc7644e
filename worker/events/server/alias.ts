import { z } from "zod";
import { BrowserId, Common, Id } from "./common.ts";
import type { Facts } from "./facts.ts";

/** Two names are one person's. Which profiles those are, `eventOf` is told. */
export const Alias = Common.extend({
  type: z.literal("alias"),
  previousId: BrowserId.refine((id) => id !== undefined, "the former userId or anonymousId is needed"),
  userId: Id.refine((id) => id !== undefined, "the userId that replaces it is needed"),
});

export const aliasFacts = (): Facts => ({ type: "alias" });
