import { z } from "zod";

/** Words shown to people: one text for all, or one per locale (`{en: …, da: …}`). */
export const Text = z.union([
  z.string().max(5_000),
  z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, "a locale is written en or en-GB"), z.string().max(5_000)),
]);
export type Text = z.infer<typeof Text>;

/** The text in `locale`, else in its language (`da-DK` → `da`), else the first there is. */
export function inLocale(text: Text, locale: string): string {
  if (typeof text === "string") return text;
  return text[locale] ?? text[locale.slice(0, 2)] ?? Object.values(text)[0] ?? "";
}

/** Names that authors choose and other files refer to. */
export const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "a name has lower-case letters, digits and hyphens, at most 32")
  .refine((name) => !(name in Object.prototype), "this name is JavaScript's own; choose another");

/** A link people may follow: a web address, or a path on the website. */
export const Link = z
  .string()
  .max(500)
  .refine(
    (link) => (/^\/(?![/\\])/.test(link) || /^https?:\/\//.test(link)) && URL.canParse(link, "https://site.example"),
    "write https://… or a path such as /privacy/",
  );
