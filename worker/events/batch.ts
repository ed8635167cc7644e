import { z } from "zod";
import { DAY } from "../lib/duration.ts";
import { Token } from "../state/visitor.ts";
import { BrowserEventType } from "./event.ts";

/** What one POST may bring. docs/api.md tells them. */
export const LIMITS = {
  bodyBytes: 256 * 1024,
  events: 50,
  eventBytes: 16 * 1024,
  /** Databases and parsers give up on deep nesting, each at a depth of its own. */
  depth: 12,
  past: 7 * DAY,
  future: 5 * 60_000,
} as const;

/** A time as a sender tells it, in epoch ms. */
export const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Url = z
  .string()
  .max(8_000)
  .refine((text) => URL.canParse(text) && /^https?:/.test(text), "an absolute http(s) URL")
  .refine(
    (text) => URL.canParse(text) && new URL(text).href.length <= 8_000,
    "8,000 characters at most, percent-encoded",
  );

/** A text's beginning, never half a character. */
const cut = (text: string, most: number): string => (text.length > most ? text.slice(0, most).toWellFormed() : text);

/** What a browser says of its visitor's choice. */
export const ConsentChoice = z.object({
  analytics: z.boolean(),
  personalization: z.boolean(),
  marketing: z.boolean(),
});

/** A list, also where an old library on the page has taught arrays to become texts in JSON (`Array.prototype.toJSON`). */
const List = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === "string" && value.startsWith("[") ? parsed(value) : value), z.array(item));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One event as the browser reports it. Unknown keys are dropped; too long texts are cut, since nobody is helped by a refusal. */
export const BrowserEvent = z.object({
  // Ours that are worked out are version 8; a stranger who could tell those would make the real ones duplicates.
  id: z
    .uuid()
    .refine((id) => id[14] !== "8", "a random UUID (version 4 or 7)")
    .transform((id) => id.toLowerCase()),
  type: BrowserEventType,
  name: z
    .string()
    .min(1)
    .transform((text) => cut(text, 200))
    .optional(),
  at: Time,
  url: Url,
  title: z
    .string()
    .transform((text) => cut(text, 300))
    .optional(),
  referrer: z
    .string()
    .transform((text) => cut(text, 2_000))
    .optional(),
  topics: List(z.string())
    .transform((topics) => topics.slice(0, 20).map((topic) => cut(topic, 40)))
    .optional(),
  properties: z.record(z.string().max(80), z.json()).optional(),
});
export type BrowserEvent = z.infer<typeof BrowserEvent>;

/** The envelope of a batch. Its events are parsed one by one: one bad event does not lose the others. */
export const Batch = z.object({
  sentAt: Time,
  events: List(z.unknown()),
  consent: ConsentChoice.optional(),
  token: Token,
  /** Whether the browser says that a program drives it. */
  webdriver: z.boolean().optional().catch(undefined),
  /** Somebody else uses the browser from here on: what follows belongs to a new visitor. */
  reset: z.boolean().optional(),
});
export type Batch = z.infer<typeof Batch>;
