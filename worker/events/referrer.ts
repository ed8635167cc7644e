import type { Event } from "./event.ts";

const SEARCH = /(^|\.)(google|bing|duckduckgo|ecosia|qwant|yahoo|startpage|kagi|brave|baidu|yandex)\./;
const SOCIAL =
  /(^|\.)(linkedin|facebook|instagram|x|twitter|t|reddit|youtube|tiktok|pinterest|mastodon|bsky)\.(com|co|app|social|net)$/;
const EMAIL = /(^|\.)(mail|outlook|webmail)\./;

/** Where a visitor came from, by the referrer's host; its path is not kept. */
export function referrerClass(referrer: string, ownHost: string): Event["referrer"] {
  const host = URL.parse(referrer)?.hostname;
  if (!host) return undefined;
  if (host === ownHost) return { host, class: "internal" };
  if (EMAIL.test(host)) return { host, class: "email" };
  if (SEARCH.test(host)) return { host, class: "search" };
  return { host, class: SOCIAL.test(host) ? "social" : "link" };
}
