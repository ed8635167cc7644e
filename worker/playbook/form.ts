import { z } from "zod";
import { DAY } from "../lib/duration.ts";
import { Condition } from "./condition.ts";
import { count, type Did, Duration } from "./did.ts";
import { Field, questionsOf } from "./form-fields.ts";
import { Link, Name, Text } from "./text.ts";

/** Told of whoever wants a box ticked beforehand. */
export const PRE_TICKED =
  "a box is never ticked beforehand: a yes that nobody gave is no permission (GDPR, recital 32); remove this";
const TICKS = [
  "checked",
  "ticked",
  "preticked",
  "preTicked",
  "prechecked",
  "preChecked",
  "selected",
  "default",
  "value",
];

/** A permission asked for: `box` shows an unticked box; without it the wording stands by the button (what the form is for). */
const PermissionRequest = z.strictObject(
  {
    topic: Name,
    version: z.string().min(1).max(40),
    text: Text,
    box: z.boolean().default(true),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" && issue.keys.every((key) => TICKS.includes(key)) ? PRE_TICKED : undefined,
  },
);
export type PermissionRequest = z.infer<typeof PermissionRequest>;

const Words = z.strictObject({ title: Text, text: Text });

/** What the form promises: a link, or something kept behind forms (contents.yaml). */
const Delivery = z.union([z.strictObject({ url: Link, label: Text }), z.strictObject({ content: Name, label: Text })]);

/**
 * Where a form shows itself. On a website, `<fodspor-form name="auto">` is the place in which the first one that fits
 * the page appears. Whoever lets us remember nothing sees none that shows itself: how often could not be told.
 */
const Placement = z
  .strictObject({
    as: z.enum(["inline", "slide-in", "popup"]),
    /** Paths of the pages, as in site.yaml; every page where none is given. */
    pages: z.array(z.string().startsWith("/").max(200)).min(1).max(50).optional(),
    when: Condition.optional(),
    trigger: z
      .strictObject({
        /** So long on the page. */
        after: Duration.optional(),
        /** So much of the page, in per cent, has been seen. */
        scroll: z.number().int().min(1).max(100).optional(),
        /** The pointer leaves towards the top; where there is none, a quick scroll back up. */
        exit: z.boolean().default(false),
      })
      .default({ exit: false }),
    /** Not again before so long. */
    every: Duration.default(7 * DAY),
    /** Never more often than so. */
    most: z.number().int().min(1).max(10).default(3),
  })
  .refine(({ trigger: { after, scroll, exit }, as }) => as === "inline" || exit || (after ?? scroll) !== undefined, {
    message: "say what makes it appear: after, scroll or exit",
    path: ["trigger"],
  });

/** `forms/*.yaml`: fields in the order to show, at most `ask` questions at a time, never what is known. */
export const Form = z.strictObject({
  title: Text,
  intro: Text.optional(),
  /** What the visitor gets: a few words each. */
  gets: z.array(Text).max(8).default([]),
  ask: z.number().int().min(1).max(40).default(3),
  fields: z.array(Field).min(1).max(80),
  permissions: z.array(PermissionRequest).max(5).default([]),
  submit: Text,
  /** Told when sending failed. */
  error: Text.optional(),
  /** Told when a mail has to be answered first. */
  pending: Words.optional(),
  /** Told when all is done. */
  confirmed: Words,
  deliver: Delivery.optional(),
  /** What comes then: another page, or another form in this one's place. */
  next: z.union([z.strictObject({ redirect: Link }), z.strictObject({ form: Name })]).optional(),
  emails: z.strictObject({ confirm: Name.optional(), deliver: Name.optional() }).default({}),
  placement: Placement.optional(),
});
export type Form = z.infer<typeof Form>;

/** The event by which a browser tells that a form showed itself, with its name as `properties.form`. */
export const FORM_SHOWN = "form_shown";

/** What is counted so that a form asks and shows itself no more than it may. */
export function countedFor(name: string, form: Form): Did[] {
  const asked = questionsOf(form).flatMap(({ after }) => (after === undefined ? [] : [sentForms(after)]));
  return [...asked, ...Object.values(capsOf(name, form) ?? {})];
}

/** Having sent so many forms. */
export const sentForms = (atLeast: number): Did => count({ did: "form_submit", atLeast });

/** What keeps a form from showing itself: each, if it holds. */
export function capsOf(name: string, { placement }: Form): { lately: Did; enough: Did; sent: Did } | null {
  if (!placement) return null;
  const shown = { did: FORM_SHOWN, where: { "properties.form": name } };
  return {
    lately: count({ ...shown, within: placement.every, atLeast: 1 }),
    enough: count({ ...shown, atLeast: placement.most }),
    sent: count({ did: "form_submit", where: { name }, atLeast: 1 }),
  };
}
