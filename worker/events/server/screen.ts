import { z } from "zod";
import { Common, MaybeName, Properties } from "./common.ts";
import type { Facts } from "./facts.ts";

/** A screen of an app was seen. */
export const Screen = Common.extend({ type: z.literal("screen"), name: MaybeName, properties: Properties });

/** `visitor` is the app's: its screens make sessions. */
export const screenFacts = ({ name, properties }: z.infer<typeof Screen>, visitor: string): Facts => ({
  type: "screen_view",
  visitor,
  ...(name === undefined ? {} : { name }),
  properties,
});
