import { z } from "zod";
import { FormRules, PermissionRules, Theme } from "./asking.ts";
import { milliseconds } from "../lib/duration.ts";
import { Duration } from "./did.ts";
import { EventMatch } from "./matcher.ts";
import { Link, Name, Text } from "./text.ts";

const Country = z.string().regex(/^[A-Z]{2}$/, "write a country as two capitals: DK");

/** What holds in some countries until a visitor has chosen. Everywhere else nothing is kept before a yes. */
const Region = z.strictObject({
  countries: z.array(Country).min(1).max(250),
  mode: z.enum(["opt-in", "opt-out"]),
});
export type Region = z.infer<typeof Region>;

const Purpose = z.strictObject({ title: Text, text: Text });

/** The banner's words. Change `version` with them: everybody is asked again, and evidence says what was read. */
const ConsentTexts = z.strictObject({
  version: z.string().min(1).max(40),
  title: Text,
  body: Text,
  accept: Text,
  decline: Text,
  choose: Text,
  save: Text,
  close: Text,
  settings: Text,
  purposes: z.strictObject({ analytics: Purpose, personalization: Purpose, marketing: Purpose }),
  /** The words of the link to the privacy policy at `policyUrl`. */
  policy: Text.optional(),
  policyUrl: Link.optional(),
  regions: z.array(Region).max(50).default([]),
});

const Kept = Duration.refine(
  (ms) => ms >= milliseconds("1d"),
  "at least 1d; write d for days or w for weeks, m is minutes",
);

/** How long things are kept. People who are known stay until they are erased; what they did does not. */
const Retention = z.strictObject({
  /** What happened: events and visits. */
  events: Kept.default(milliseconds("730d")),
  /** Visitors who never said who they are, counted from their last visit. */
  visitors: Kept.default(milliseconds("395d")),
});

const Path = z.string().startsWith("/", "a path starts with a slash").max(200);

/** Pages whose path matches get this class (what reading them says) and these topics. First match wins. */
export const Page = z.strictObject({
  match: z.union([Path, z.array(Path).min(1).max(50)]).transform((match) => [match].flat()),
  class: Name,
  topics: z.array(Name).max(10).default([]),
});
export type Page = z.infer<typeof Page>;

/** How two values of one trait become one when profiles merge or a new value comes. */
const Trait = z.strictObject({
  merge: z.enum(["latest", "oldest", "add"]).default("latest"),
});

/** What the company wants to happen, beside what the tool can count; experiments and reports are measured by it. */
const Goal = z.strictObject({ title: Text, on: EventMatch });

/** `site.yaml`: the website, its languages, consent texts, pages, and which traits the visitor's cookie may carry. */
export const Site = z.strictObject({
  name: z.string().min(1).max(80),
  url: z.url({ protocol: /^https?$/, error: "write https://…" }),
  origins: z
    .array(z.url().transform((url) => new URL(url).origin))
    .max(50)
    .default([]),
  locales: z.array(z.string().min(2).max(5)).min(1),
  timeZone: z.string().refine(isTimeZone, "write a zone such as Europe/Copenhagen").default("UTC"),
  sender: z.strictObject({ name: z.string().max(80), email: z.email() }),
  consent: ConsentTexts,
  retention: Retention.default(() => Retention.parse({})),
  /** What is kept of an address beside the events: its first part (/24, /48), or nothing. */
  ip: z.enum(["truncated", "none"]).default("truncated"),
  pages: z.array(Page).max(500),
  traits: z.record(z.string().max(40), Trait).default({}),
  goals: z.record(Name, Goal).default({}),
  permission: PermissionRules.default(() => PermissionRules.parse({})),
  forms: FormRules.default(() => FormRules.parse({})),
  theme: Theme.default({}),
  carry: z.array(z.string().max(40)).max(8).default([]),
});
export type Site = z.infer<typeof Site>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format() !== "";
  } catch {
    return false;
  }
}
