import { randomUUID } from "node:crypto";

/** Pages of the demo website, of several classes and topics. */
const PATHS = [
  "/",
  "/pricing/",
  "/terms/",
  "/products/",
  "/products/pick/overview/",
  "/products/pick/voice-picking/",
  "/products/pick/wave-planning/",
  "/products/stock/slotting/",
  "/products/stock/overview/",
  "/customers/fjellvik/",
  "/blog/walking-is-the-work/",
];
const COUNTRIES = ["DK", "SE", "NO", "DE"];
const AGENTS = {
  desktop: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  mobile: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148",
} as const;
const REFERRERS = { search: "https://www.google.com/", direct: "" } as const;

/** One visitor's page views on their way: what a snippet would have posted. */
export interface Load {
  headers: Record<string, string>;
  /** The choice, made when the first page was opened; null for somebody who made none. */
  consent: { body: string; at: string } | null;
  body: string;
  views: number;
  /** Whether the answer was lost, so that the browser posts the same again. */
  again: boolean;
  /** What the sums have to say, for somebody who has not consented: path, referrer, country, device. */
  anonymous: string[];
}

const GRANTED = { analytics: true, personalization: true, marketing: true };

/**
 * A visitor's page views of the last days, as batches: the same for the same number. Every tenth has not consented, and
 * every twentieth batch is posted twice.
 */
export function loads(visitor: number, views: number, demoUrl: string, now: number): Load {
  const random = generator(visitor + 1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const country = pick(COUNTRIES);
  const device = pick(["desktop", "mobile"] as const);
  const referrer = pick(["search", "direct"] as const);
  const consented = visitor % 10 !== 0;
  const first = now - 6 * 86_400_000;
  let at = first;
  const events = Array.from({ length: views }, () => {
    // Mostly a minute or two to the next page, at times some hours.
    at += random() < 0.1 ? 3_600_000 * (1 + random()) : 90_000 * random();
    const url = demoUrl + pick(PATHS);
    return { id: randomUUID(), type: "page_view", at: new Date(at).toISOString(), url, referrer: REFERRERS[referrer] };
  });
  const path = (url: string): string => new URL(url).pathname;
  return {
    headers: {
      origin: demoUrl,
      "content-type": "text/plain",
      "user-agent": AGENTS[device],
      "x-fodspor-cf": JSON.stringify({ country }),
    },
    consent: consented ? { body: JSON.stringify({ consent: GRANTED }), at: new Date(first).toISOString() } : null,
    body: JSON.stringify({ sentAt: new Date(now).toISOString(), events }),
    views,
    again: visitor % 20 < 2,
    anonymous: consented ? [] : events.map(({ url }) => [path(url), referrer, country, device].join(" ")),
  };
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function generator(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
