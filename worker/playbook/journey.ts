import { z } from "zod";
import { Condition } from "./condition.ts";
import { Duration } from "./did.ts";
import { Name, Text } from "./text.ts";

/**
 * A stage of the customer journey. People enter it from any earlier stage when `enter` holds;
 * a `window` is short (`lasts`), after which those not moved on go back to `fallBackTo`; a `holding` place keeps them.
 * `fallBackWhen` sends them back at once.
 */
export const Stage = z.strictObject({
  id: Name,
  title: Text,
  kind: z.enum(["holding", "window"]),
  enter: Condition.optional(),
  lasts: Duration.optional(),
  fallBackWhen: Condition.optional(),
  fallBackTo: Name.optional(),
});
export type Stage = z.infer<typeof Stage>;

/** A named group that people enter and leave by themselves. */
export const Segment = z.strictObject({ title: Text, when: Condition });
export type Segment = z.infer<typeof Segment>;
