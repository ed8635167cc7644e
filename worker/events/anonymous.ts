import type { BrowserEvent } from "./batch.ts";
import type { Source } from "./enrich.ts";
import type { AnonymousView } from "./message.ts";
import { referrerClass } from "./referrer.ts";
import { dayOf } from "../lib/day.ts";

const LONGEST_PATH = 300;

/** What is left of a page view without consent: a day, a page, a kind of referrer, a country, a kind of device. */
export function anonymousView(event: BrowserEvent, source: Source, now: number): AnonymousView {
  const url = new URL(event.url);
  return {
    day: dayOf(now),
    path: anonymousPath(url.pathname),
    referrer: (event.referrer && referrerClass(event.referrer, url.hostname)?.class) || "direct",
    country: source.place.country ?? "",
    device: source.device.type,
  };
}

/** A path without what may stand for one person or thing: addresses, numbers, ids and tokens become `*`. */
export function anonymousPath(path: string): string {
  return path
    .split("/")
    .map((segment) => (isPersonal(decoded(segment)) ? "*" : segment))
    .join("/")
    .slice(0, LONGEST_PATH);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

const DATE = /(?<!\d)20\d\d-[01]\d-[0-3]\d(?!\d)/;

/** Whether a part of a path looks like no word: an address, a long number, an id, a token. Words joined by hyphens are words. */
function isPersonal(written: string): boolean {
  const segment = written.replace(DATE, "");
  if (segment.includes("@") || /(\d[\s.-]?){6}/.test(segment) || UUID.test(segment)) return true;
  if (segment.length < 16) return false;
  return segment.split(/[-_.~+\s]/).some(isToken) || changes(segment) >= 3;
}

/** A run of 16 letters and figures mixed, or of capitals and small letters more often than words joined together have them. */
const isToken = (run: string): boolean =>
  run.length >= 16 && ((/\d/.test(run) && /\p{L}/u.test(run)) || (run.match(/[a-z][A-Z]/g) ?? []).length >= 4);

/** How often letters and figures take turns. */
const changes = (text: string): number => (text.match(/(?<=\d)\p{L}|(?<=\p{L})\d/gu) ?? []).length;

/** The segment as it is read; what is no percent-encoded UTF-8 stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment.replaceAll(/%40/gi, "@");
  }
}
