import { z } from "zod";
import { DAY } from "../lib/duration.ts";
import { Duration } from "./did.ts";
import { Link, Name, Text } from "./text.ts";

const Country = z.string().regex(/^[A-Z]{2}$/, "write a country as DK");

/** `site.yaml`, `permission`: how an address is asked, and for how long an answer holds. */
export const PermissionRules = z.strictObject({
  /** Where the law lets a ticked box be enough. Everywhere else, and where the country is not known, the address confirms. */
  singleOptIn: z.array(Country).max(250).default([]),
  /** How long somebody has to confirm. */
  confirmWithin: Duration.default(7 * DAY),
  /** After so long a permission is used up, unless it was given anew. */
  lapses: Duration.optional(),
  /** Confirmation mails: to one address in a day, from one network (/24, /48) in an hour, and anew for one submission. */
  perAddress: z.number().int().min(1).max(50).default(5),
  perNetwork: z.number().int().min(1).max(10_000).default(50),
  resends: z.number().int().min(0).max(10).default(3),
  /** Whether people see their own score and segments, on the preference page and in what they download. */
  showScore: z.boolean().default(false),
});

export type PermissionRules = z.infer<typeof PermissionRules>;

/** `site.yaml`, `forms`: what is done about senders who are no people. */
export const FormRules = z.strictObject({
  /** Only forms that we have shown, filled in no faster than a person can. Else such are taken, and marked. */
  strict: z.boolean().default(false),
  /** What a browser has to do first: a little arithmetic (Altcha), or Cloudflare Turnstile. */
  challenge: z.enum(["none", "proof-of-work", "turnstile"]).default("none"),
  /** The public key of Turnstile; its secret is the setting TURNSTILE_SECRET. */
  turnstileKey: z.string().max(100).optional(),
  /** Addresses to throw away. */
  disposable: z.enum(["allow", "mark", "refuse"]).default("mark"),
  /** How long the answers of a form that was begun and not sent are kept, of whom allows it; they are not kept for "none". */
  unfinished: z.union([z.literal("none"), Duration]).default(30 * DAY),
});

const Size = z.string().regex(/^\d{1,3}(\.\d{1,3})?(px|rem|em)$/, "write a size such as 6px or 0.5rem");
const Colour = z.string().regex(/^#([\da-f]{3}|[\da-f]{6})$/i, "write a colour as #0b5c5c");

/** `site.yaml`, `theme`: the look of forms where the website's own is not enough; served as `form.css`. */
export const Theme = z.strictObject({
  accent: Colour.optional(),
  onAccent: Colour.optional(),
  ink: Colour.optional(),
  paper: Colour.optional(),
  line: Colour.optional(),
  wrong: Colour.optional(),
  radius: Size.optional(),
  gap: Size.optional(),
});

/** `topics.yaml`: what people may choose to get, as the preference page shows it. */
export const Topic = z.strictObject({
  title: Text,
  text: Text,
  /** Of the words above: another version wherever they change. */
  version: z.string().min(1).max(40).default("1"),
  /** Whether people see it and may choose it by themselves. */
  listed: z.boolean().default(true),
});

/** `contents.yaml`: a file or page that only a form hands out. */
export const Content = z.strictObject({
  title: Text,
  /** Where the Worker fetches it; a path is read from the website. */
  url: Link,
  /** How long a link to it works. */
  validFor: Duration.default(30 * DAY),
  /** The name under which a browser saves it; without one it is shown. */
  download: z
    .string()
    .regex(/^[\w. -]{1,80}$/, "a file's name: letters, digits, dots, spaces and hyphens")
    .optional(),
});
export type Content = z.infer<typeof Content>;

export const Topics = z.record(Name, Topic);
export const Contents = z.record(Name, Content);
