import type { BrowserEvent } from "./batch.ts";
import type { Source } from "./enrich.ts";
import type { AnonymousView } from "./message.ts";
import { referrerClass } from "./referrer.ts";

/** What is left of a page view without consent: a day, a page, a kind of referrer, a country, a kind of device. */
export function anonymousView(event: BrowserEvent, source: Source, now: number): AnonymousView {
  const url = new URL(event.url);
  return {
    day: new Date(now).toISOString().slice(0, 10),
    path: url.pathname.slice(0, 300),
    referrer: (event.referrer && referrerClass(event.referrer, url.hostname)?.class) || "direct",
    country: source.place.country ?? "",
    device: source.device.type,
  };
}
