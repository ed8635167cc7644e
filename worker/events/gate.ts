import { isbot } from "isbot";
import { Refusal, type ErrorCode } from "../platform/errors.ts";
import { clean } from "../lib/clean.ts";
import { milliseconds } from "../lib/duration.ts";
import { isDeeperThan } from "../lib/depth.ts";
import { Recent } from "../lib/recent.ts";
import { Batch, BrowserEvent, LIMITS } from "./batch.ts";

/** An event that was not taken, and why. */
export interface Refused {
  id: string | null;
  code: ErrorCode;
  message: string;
}

export interface Gated {
  consent: Batch["consent"];
  reset: boolean;
  token: string | undefined;
  webdriver: boolean;
  accepted: BrowserEvent[];
  refused: Refused[];
}

/**
 * Parses a batch: what is good is kept, what is not is told by id and code. Times are corrected by the difference
 * between the sender's clock and ours.
 * @throws Refusal `invalid_json`, `invalid_request`, `too_many_events`, or the first event's code if none is good
 */
export function gate(body: string, now: number, kept: number): Gated {
  const batch = Batch.safeParse(parseJson(body));
  if (!batch.success)
    throw new Refusal("invalid_request", "The batch needs sentAt (ISO time) and events (a list).", issues(batch.error));
  const { sentAt, events, consent, token, reset = false, webdriver = false } = batch.data;
  if (events.length > LIMITS.events)
    throw new Refusal("too_many_events", `A batch has ${LIMITS.events} events at most; send several.`);
  const gated: Gated = { consent, reset, token, webdriver, accepted: [], refused: [] };
  for (const raw of events) {
    const result = gateEvent(raw, now, sentAt, Math.min(LIMITS.past, kept));
    if ("code" in result) gated.refused.push(result);
    else gated.accepted.push(result);
  }
  return gated;
}

/** Escapes of what is no character: half a surrogate pair, or NUL. No database keeps those as text. */
const UNTEXT = /\\u(d[89a-f]|0000)/i;

/** A body's JSON, its texts well-formed. @throws Refusal `invalid_json` */
export function parseJson(body: string): unknown {
  try {
    const json: unknown = JSON.parse(body);
    return UNTEXT.test(body) ? clean(json) : json;
  } catch {
    throw new Refusal("invalid_json", "The body is not JSON.");
  }
}

/** Why something is not counted as a person: by its own word, by Cloudflare's, by being ahead of its reader, by its looks. */
export type BotReason = "bot" | "prefetch" | "verified_bot" | "headless";

/**
 * Who is no person reading a page, and by which sign; null for everybody else. `webdriver` is what the page says of its
 * browser. Locally, headless browsers and HTTP clients are how the system is tried out, so only declared crawlers,
 * prefetches and what Cloudflare verified count.
 */
export function botReason(
  headers: Headers,
  cf: Partial<IncomingRequestCfProperties> | undefined,
  { webdriver, local }: { webdriver: boolean; local: boolean },
): BotReason | null {
  if (PREFETCH.some((name) => /prefetch|prerender|preview/i.test(headers.get(name) ?? ""))) return "prefetch";
  if (isVerified(cf)) return "verified_bot";
  const userAgent = (headers.get("user-agent") ?? "").slice(0, 400);
  if (!local && (webdriver || isHeadless(userAgent, headers))) return "headless";
  if (isRobot(userAgent, local)) return "bot";
  return !local && isBare(headers) ? "headless" : null;
}

/** What a page that nobody sees yet tells is not lost: it tells it again once it is seen. */
export const unseen = (): Refusal =>
  new Refusal("unavailable", "Nobody sees this page yet. Send it again when somebody does.");

const PREFETCH = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

function isVerified(cf: Partial<IncomingRequestCfProperties> | undefined): boolean {
  const management = cf?.["botManagement"] as { verifiedBot?: unknown } | null | undefined;
  const category = cf?.["verifiedBotCategory"];
  return management?.verifiedBot === true || (typeof category === "string" && category !== "");
}

const isHeadless = (userAgent: string, headers: Headers): boolean =>
  userAgent.includes("Headless") || (headers.get("sec-ch-ua") ?? "").includes("Headless");

/** Every browser tells its languages and, but for a few old ones, where a request comes from; programs do neither. */
const isBare = (headers: Headers): boolean => !headers.has("accept-language") && !headers.has("sec-fetch-site");

/** Declared robots; locally only those that say that they are crawlers. */
export function isRobot(userAgent: string, local: boolean): boolean {
  let robot = robots.get(userAgent);
  if (robot === undefined) robots.set(userAgent, (robot = isbot(userAgent)));
  return robot && (!local || /bot|crawl|spider/i.test(userAgent));
}

/** By user agent: the patterns are many, the user agents in use few. */
const robots = new Recent<boolean>(500);

function gateEvent(raw: unknown, now: number, sentAt: number, oldest: number): BrowserEvent | Refused {
  const claimed = raw !== null && typeof raw === "object" && "id" in raw && typeof raw.id === "string" ? raw.id : null;
  const id = claimed?.slice(0, 36) ?? null;
  if (isDeeperThan(LIMITS.depth, raw))
    return { id, code: "invalid_event", message: `An event is nested ${LIMITS.depth} levels deep at most.` };
  if (JSON.stringify(raw).length > LIMITS.eventBytes)
    return { id, code: "body_too_large", message: `An event has ${LIMITS.eventBytes} bytes at most.` };
  const event = BrowserEvent.safeParse(raw);
  if (!event.success) return { id, code: "invalid_event", message: issues(event.error)[0] ?? "not an event" };
  const at = event.data.at + (now - sentAt);
  if (at < now - oldest)
    return {
      id,
      code: "event_too_old",
      message: `An event may be ${Math.floor(oldest / milliseconds("1d"))} days old at most.`,
    };
  if (at > now + LIMITS.future) return { id, code: "event_in_future", message: "An event cannot be in the future." };
  return { ...event.data, at: Math.min(at, now) };
}

function issues(error: { issues: { path: PropertyKey[]; message: string }[] }): string[] {
  return error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
}
