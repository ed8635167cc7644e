import { z } from "zod";
import { Condition } from "./condition.ts";
import { Template } from "./template.ts";
import { Link, Name, Text } from "./text.ts";

const Html = Template(20_000);

/** `blocks/*.yaml`: the first variant whose condition holds is shown, else the default. HTML with Liquid. */
export const Block = z.strictObject({
  title: Text,
  variants: z
    .array(z.strictObject({ name: Name, when: Condition, html: Html }))
    .max(20)
    .default([]),
  default: z.strictObject({ html: Html }),
});
export type Block = z.infer<typeof Block>;

/**
 * `emails/*.md`, compiled by the CLI: subject, HTML and text with Liquid, per locale.
 * A `confirmation` asks for a permission, a `delivery` brings what was asked for, `marketing` needs a confirmed topic.
 */
export const Email = z.strictObject({
  kind: z.enum(["confirmation", "delivery", "marketing"]),
  locales: z
    .record(z.string(), z.strictObject({ subject: Template(200), html: Template(100_000), text: Template(50_000) }))
    .refine((locales) => Object.keys(locales).length > 0, "write it in at least one language"),
});
export type Email = z.infer<typeof Email>;

const Field = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,31}$/, "a field's name is the trait it fills: firstName")
    .refine((name) => !(name in Object.prototype), "this name is JavaScript's own; choose another"),
  type: z.enum(["email", "text", "tel", "number", "select"]),
  label: Text,
  help: Text.optional(),
  required: z.boolean().default(false),
  options: z
    .array(z.strictObject({ value: z.string().max(80), label: Text }))
    .min(1)
    .max(60)
    .optional(),
  autocomplete: z.string().max(40).optional(),
});
export type Field = z.infer<typeof Field>;

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

/** `forms/*.yaml`: fields in the order to ask, at most `ask` things at a time, never what is known. */
export const Form = z.strictObject({
  title: Text,
  intro: Text.optional(),
  ask: z.number().int().min(1).max(10).default(3),
  fields: z.array(Field).min(1).max(40),
  permissions: z.array(PermissionRequest).min(1).max(5),
  submit: Text,
  error: Text,
  pending: z.strictObject({ title: Text, text: Text }),
  confirmed: z.strictObject({ title: Text, text: Text }),
  deliver: z.strictObject({ url: Link, label: Text }),
  emails: z.strictObject({ confirm: Name, deliver: Name }),
});
export type Form = z.infer<typeof Form>;
