import { z } from "zod";
import { MOST_SEALED } from "../../state/visitor.ts";
import { CALL_LIMITS } from "./refused.ts";
import { Time } from "./time.ts";

/** Any JSON object. A null, as some SDKs send it, is none. */
export const Json = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((object) => object ?? {});

/** An id: a text or a number, which then is text. Nothing, null and an empty text are no id. */
const idUpTo = (most: number) =>
  z
    .union([z.string(), z.number()])
    .nullish()
    .transform((id) => String(id ?? "").trim() || undefined)
    .refine((id) => id === undefined || id.length <= most, `${most} characters at most`);
export const Id = idUpTo(CALL_LIMITS.idLength);
/** Also the value of the browser's cookie, which is longer than other ids. */
export const BrowserId = idUpTo(2 * MOST_SEALED);

/** What a call is about has a name: of an event, a page, a screen. */
export const Name = z.string().trim().min(1).max(200);
export const MaybeName = z
  .string()
  .nullish()
  .transform((name) => name?.trim().slice(0, 200).toWellFormed() || undefined);

/** Names of properties are as short as those that a browser sends. */
export const Properties = z
  .record(z.string().max(80), z.unknown())
  .nullish()
  .transform((properties) => properties ?? {});

// What surrounds a call is worth having but never worth losing the call for: what is not as it should be is left out.
const text = (most: number) =>
  z
    .string()
    .transform((given) => given.trim().slice(0, most).toWellFormed() || undefined)
    .optional()
    .catch(undefined);
const part = <S extends z.ZodRawShape>(shape: S) => z.object(shape).optional().catch(undefined);

/** What a page call's properties and `context.page` say of the page. */
export const PageParts = z.object({
  url: text(8_000),
  path: text(2_000),
  title: text(300),
  referrer: text(2_000),
  search: text(8_000),
});
export type PageParts = z.infer<typeof PageParts>;

/** Of the purposes the one that decides on calls. Anything else than true is a no, and so is a yes beside one. */
const Preferences = Json.transform((told): { analytics?: boolean } => {
  const analytics = Object.entries(told).filter(([purpose]) => purpose.toLowerCase() === "analytics");
  return analytics.length === 0 ? {} : { analytics: analytics.every(([, value]) => value === true) };
});

/** `context`, of which we read these. What is parsed may be parsed again, and is the same. */
export const CallContext = z.object({
  ip: z.union([z.ipv4(), z.ipv6()]).optional().catch(undefined),
  userAgent: text(400),
  locale: text(40),
  timezone: text(120),
  groupId: Id.catch(undefined),
  page: PageParts.optional().catch(undefined),
  campaign: part({ name: text(120), source: text(120), medium: text(120), term: text(120), content: text(120) }),
  device: part({ type: text(40) }),
  os: part({ name: text(40) }),
  location: part({ country: text(120), region: text(120), city: text(120) }),
  traits: Json.catch({}),
  consent: part({ categoryPreferences: Preferences.catch({}) }),
});
export type CallContext = z.infer<typeof CallContext>;

/** What all calls have in common. */
export const Common = z.object({
  messageId: Id,
  anonymousId: BrowserId,
  userId: Id,
  timestamp: Time,
  originalTimestamp: Time,
  sentAt: Time,
  context: z
    .unknown()
    .transform((context) => (context !== null && typeof context === "object" ? context : {}))
    .pipe(CallContext),
});
