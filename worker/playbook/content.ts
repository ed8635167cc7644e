import { z } from "zod";
import { Condition } from "./condition.ts";
import { Template } from "./template.ts";
import { Name, Text } from "./text.ts";

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
  /** Of a marketing mail: the permission it is sent by, where nothing else says so. */
  topic: Name.optional(),
  locales: z
    .record(z.string(), z.strictObject({ subject: Template(200), html: Template(100_000), text: Template(50_000) }))
    .refine((locales) => Object.keys(locales).length > 0, "write it in at least one language"),
});
export type Email = z.infer<typeof Email>;
