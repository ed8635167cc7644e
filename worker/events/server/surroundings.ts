import { parseLanguage } from "../../lib/language.ts";
import type { Compiled } from "../../playbook/index.ts";
import { campaignOf, deviceOf } from "../enrich.ts";
import type { Campaign, Device, Event, Place } from "../event.ts";
import { referrerClass } from "../referrer.ts";
import type { CallContext, PageParts } from "./common.ts";

/** Place, device, language and network of the person a server speaks of: from `context`, never from the server's own request. */
export function surroundingsOf(
  context: CallContext,
): Pick<Event, "place" | "device" | "language" | "address" | "campaign"> {
  const { location = {}, campaign = {} } = context;
  const { country, region, city } = location;
  const isCode = country !== undefined && /^[a-z]{2}$/i.test(country);
  return defined({
    place: filled<Place>({
      country: isCode ? country.toUpperCase() : undefined,
      region,
      city,
      timeZone: context.timezone,
    }),
    device: context.userAgent === undefined ? toldDevice(context) : deviceOf(context.userAgent),
    language: parseLanguage(context.locale?.replaceAll("_", "-") ?? null),
    address: context.ip,
    campaign: filled<Campaign>(campaign),
  });
}

const KINDS: Record<string, Device["type"]> = {
  android: "mobile",
  ios: "mobile",
  mobile: "mobile",
  phone: "mobile",
  smartphone: "mobile",
  tablet: "tablet",
  desktop: "desktop",
};

function toldDevice({ device, os }: CallContext): Device | undefined {
  if (device?.type === undefined && os?.name === undefined) return undefined;
  const kind = device?.type?.toLowerCase() ?? "";
  return { type: Object.hasOwn(KINDS, kind) ? KINDS[kind]! : "other", ...(os?.name ? { os: os.name } : {}) };
}

/** The page a call is about, classed by the playbook. Query strings are not kept, but for the campaign. */
export function pageOf(parts: PageParts, playbook: Compiled): Pick<Event, "page" | "referrer" | "campaign"> {
  const url = pageUrl(parts, playbook.site.url);
  if (!url) return {};
  const { origin, pathname: path, searchParams } = url;
  const query = searchParams.size === 0 && parts.search ? new URLSearchParams(parts.search) : searchParams;
  return defined({
    page: { url: origin + path, path, ...(parts.title ? { title: parts.title } : {}), ...playbook.page(path) },
    referrer: parts.referrer === undefined ? undefined : referrerClass(parts.referrer, url.hostname),
    campaign: campaignOf(query),
  });
}

/** Where only a path is told, the page is one of the playbook's website. */
function pageUrl({ url, path }: PageParts, site: string): URL | undefined {
  const told = url === undefined ? null : URL.parse(url);
  if (told && /^https?:$/.test(told.protocol) && told.href.length <= 8_000) return told;
  if (!path?.startsWith("/")) return undefined;
  const onSite = new URL(site);
  onSite.pathname = path.split(/[?#]/)[0]!;
  return onSite;
}

/** The object without what is undefined: a spread over another then takes nothing away. */
export function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function filled<T extends object>(object: T): T | undefined {
  const kept = defined(object);
  return Object.keys(kept).length > 0 ? kept : undefined;
}
