import { z } from "zod";
import { Common, Name, Properties } from "./common.ts";
import type { Facts } from "./facts.ts";

/** Something happened. */
export const Track = Common.extend({ type: z.literal("track"), event: Name, properties: Properties });

export const trackFacts = ({ event, properties }: z.infer<typeof Track>): Facts => ({
  type: "track",
  name: event,
  properties,
});
