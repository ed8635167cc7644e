import { z } from "zod";
import { Condition, LEAD, WEEKDAYS } from "./condition.ts";
import { Duration } from "./did.ts";
import { EventMatch } from "./matcher.ts";
import { bySubject } from "./subject.ts";
import { Link, Name, Text } from "./text.ts";

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time such as 09:00");
const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);

/** What lets somebody begin a flow: what they do, a group or stage they come into, what becomes of them as a lead, silence, a day, or a hand. */
const Trigger = z.union([
  EventMatch,
  z.strictObject({ form: Name }),
  z.strictObject({ segment: Name }),
  z.strictObject({ stage: Name }),
  z.strictObject({ lead: z.enum(LEAD) }),
  z.strictObject({ inactive: Duration }),
  /** A day of the year that a trait tells (`birthday: 1980-05-17`). */
  z.strictObject({ date: z.string().max(40) }),
  z.strictObject({ byHand: z.literal(true) }),
]);
export type Trigger = z.infer<typeof Trigger>;

/** One step; a list of them is done in order. */
export type Step =
  | { email: string }
  | { wait: number }
  | { until: { time: string; weekdays?: (typeof WEEKDAYS)[number][] | undefined } }
  | { waitFor: Condition; atMost: number }
  | { if: Condition; then: Step[]; else: Step[] }
  | { split: { name: string; weight: number; steps: Step[] }[] }
  | { set: Record<string, string | number | boolean> }
  | { list: string; remove: boolean }
  | { webhook: string }
  | { assign: string[] }
  | { notify: string; text: Text }
  | { goTo: string }
  | { end: true };

/** zod's schema of {@link Step}. */
export const Step: z.ZodType<Step> = bySubject("a step", () => STEPS);

const Steps = z.array(Step).max(60);

/** Each step's schema, as it is written. */
export const STEPS: Record<string, z.ZodType<Step>> = {
  email: z.strictObject({ email: Name }),
  wait: z.strictObject({ wait: Duration }),
  until: z.strictObject({
    until: z.strictObject({ time: TimeOfDay, weekdays: z.array(z.enum(WEEKDAYS)).min(1).optional() }),
  }),
  waitFor: z.strictObject({ waitFor: Condition, atMost: Duration }),
  // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
  if: z.strictObject({ if: Condition, then: Steps, else: Steps.default([]) }),
  split: z.strictObject({
    split: z
      .array(z.strictObject({ name: Name, weight: z.number().int().min(1).max(100), steps: Steps }))
      .min(2)
      .max(6),
  }),
  set: z.strictObject({ set: z.record(z.string().max(40), scalar) }),
  list: z.strictObject({ list: Name, remove: z.boolean().default(false) }),
  webhook: z.strictObject({ webhook: Link }),
  assign: z.strictObject({ assign: z.array(Name).min(1) }),
  notify: z.strictObject({ notify: z.string().max(320), text: Text }),
  goTo: z.strictObject({ goTo: Name }),
  end: z.strictObject({ end: z.literal(true) }),
};

/**
 * `flows/*.yaml`: steps that somebody goes through once a trigger of `start` lets them in. A `transition` ends and hands over to
 * `next`; a `holding` flow keeps people until something else takes them. Whoever meets `exit` leaves at once.
 */
export const Flow = z.strictObject({
  title: Text,
  kind: z.enum(["transition", "holding"]),
  start: z.array(Trigger).min(1).max(20),
  /** Only they may begin it. */
  when: Condition.optional(),
  exit: Condition.optional(),
  /** How soon somebody who has been through it may begin again; never if left out. */
  again: Duration.optional(),
  steps: Steps.min(1),
  /** The flow that those who reach the end go on to. */
  next: Name.optional(),
});
export type Flow = z.infer<typeof Flow>;
