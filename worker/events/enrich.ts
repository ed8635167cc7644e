import { UAParser } from "ua-parser-js";
import { parseLanguage } from "../lib/language.ts";
import { truncateIp } from "../lib/ip.ts";
import type { Compiled } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";
import type { BrowserEvent } from "./batch.ts";
import { commerceEvent } from "./commerce.ts";
import type { Campaign, Device, Event, Place } from "./event.ts";
import { referrerClass } from "./referrer.ts";

/** What a request tells besides its body. */
export interface Source {
  place: Place;
  device: Device;
  language: string | undefined;
  userAgent: string;
  /** Truncated. */
  ip: string | null;
  /** The whole of it: to look the network up by, never to be kept. */
  address: string | null;
}

/** Who the events are from. */
export interface Sender {
  visitor: string | null;
  profile: string;
}

/** Reads place, device and language off a request: Cloudflare's `request.cf`, the user agent, the address truncated. */
export function sourceOf(
  headers: Headers,
  cf: Partial<IncomingRequestCfProperties> | undefined,
  ip: string | null,
): Source {
  const userAgent = (headers.get("user-agent") ?? "").slice(0, 400);
  return {
    place: placeOf(cf),
    device: deviceOf(userAgent),
    language: parseLanguage(headers.get("accept-language")),
    userAgent,
    ip: ip === null ? null : truncateIp(ip),
    address: ip,
  };
}

/** The one envelope, from what a browser reported and what its request tells. Query strings are not kept, but for the campaign. */
export function enrich(event: BrowserEvent, sender: Sender, source: Source, playbook: Compiled, now: number): Event {
  const url = new URL(event.url);
  const path = withoutToken(url.pathname);
  const page = playbook.page(path);
  const campaign = campaignOf(url.searchParams);
  const referrer = event.referrer ? referrerClass(event.referrer, url.hostname) : undefined;
  return commerceEvent({
    id: event.id,
    type: event.type,
    ...(event.name === undefined ? {} : { name: event.name }),
    at: event.at,
    receivedAt: now,
    visitor: sender.visitor,
    profile: sender.profile,
    page: {
      url: url.origin + path,
      path,
      ...(event.title === undefined ? {} : { title: event.title }),
      class: page.class,
      topics: [...new Set([...page.topics, ...(event.topics ?? [])])].slice(0, 20),
    },
    ...(referrer ? { referrer } : {}),
    ...(campaign ? { campaign } : {}),
    place: source.place,
    device: source.device,
    ...(source.ip && source.address ? { address: source.address } : {}),
    ...(source.language ? { language: source.language } : {}),
    ...(event.type === "identify"
      ? { traits: claimedTraits(event.properties ?? {}, playbook) }
      : event.properties && { properties: event.properties }),
  });
}

/** What a form handed out lies under a link of somebody's own, which is theirs to know; kept is what it is at home. */
const withoutToken = (path: string): string => path.replace(/^(?:\/[\w-]+)+?\/d\/[\w-]{80,}(?=\/)/, "");

/** What a page says of its visitor: plain values of traits the playbook speaks of. Never an address, which takes proof. */
function claimedTraits(properties: object, playbook: Compiled): Record<string, TraitValue> {
  const claimed: Record<string, TraitValue> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (name === "email" || !playbook.traits.has(name)) continue;
    if (typeof value === "string") claimed[name] = value.slice(0, 200);
    else if (typeof value === "number" || typeof value === "boolean") claimed[name] = value;
  }
  return claimed;
}

/** Campaign parameters of a landing page (utm_*), and the ad networks' click ids as a source. */
export function campaignOf(query: URLSearchParams): Campaign | undefined {
  if (query.size === 0) return undefined;
  const take = (name: string): string | undefined => query.get(name)?.slice(0, 120).toWellFormed() || undefined;
  const clickId = query.has("gclid")
    ? "google"
    : query.has("fbclid")
      ? "facebook"
      : query.has("msclkid")
        ? "bing"
        : undefined;
  const campaign: Campaign = {
    source: take("utm_source") ?? clickId,
    medium: take("utm_medium"),
    name: take("utm_campaign"),
    term: take("utm_term"),
    content: take("utm_content"),
  };
  const given = Object.entries(campaign).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function placeOf(cf: Partial<IncomingRequestCfProperties> | undefined): Place {
  if (!cf) return {};
  const text = (value: unknown): string | undefined =>
    typeof value === "string" && value !== "" ? value.slice(0, 120) : undefined;
  const organization = text(cf["asOrganization"]);
  const place: Place = {
    country: text(cf["country"]),
    region: text(cf["region"]),
    city: text(cf["city"]),
    timeZone: text(cf["timezone"]),
    network: typeof cf["asn"] === "number" && organization ? { asn: cf["asn"], organization } : undefined,
  };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

const MOST_DEVICES = 500;
const devices = new Map<string, Device>();

/** Parsing a user agent costs more than all else here, and few are in use at a time, so the latest are kept. */
export function deviceOf(userAgent: string): Device {
  const known = devices.get(userAgent);
  if (known) return known;
  const { browser, os, device } = new UAParser(userAgent).getResult();
  const type = device.type === "mobile" || device.type === "tablet" ? device.type : device.type ? "other" : "desktop";
  const parsed: Device = {
    type: userAgent === "" ? "other" : type,
    ...(browser.name ? { browser: browser.name } : {}),
    ...(os.name ? { os: os.name } : {}),
  };
  if (devices.size >= MOST_DEVICES) devices.clear();
  devices.set(userAgent, parsed);
  return parsed;
}
