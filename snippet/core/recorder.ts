import { denied, granted } from "./choice.ts";
import { time, uuid } from "./fresh.ts";
import { adopt, keep, wipe } from "./outbox.ts";
import { pageUrl } from "./script.ts";
import { sendBare, sendSoon } from "./sender.ts";
import { dropToken } from "./token.ts";
import type { EventFields, EventType, WireEvent } from "./wire.ts";

// What the server takes: characters of an event, and of a URL.
const MOST_CHARS = 16e3;
const MOST_URL = 8e3;
// As many as one request may bring.
const MOST_HELD = 50;

/** What happened before the visitor's choice: in memory only. */
let held: WireEvent[] = [];

/**
 * Records what happened on this page now, and gives its id. Where it goes depends on the visitor: to the
 * server, into the daily totals (page views) or, before a choice, nowhere yet.
 */
export function record(type: EventType, fields?: EventFields): string {
  const id = uuid();
  const text = JSON.stringify({ id, type, at: time(), url: location.href.slice(0, MOST_URL), ...fields });
  if (text.length > MOST_CHARS) console.warn("fodspor: too big");
  else if (!held[MOST_HELD - 1])
    // Parsed again, so that the page can change its object without changing the event.
    held.push(JSON.parse(text));
  release();
  return id;
}

/** Sends or drops what is held, as the choice says. Without one, `leaving` is the last chance to count. */
export function release(leaving?: boolean): void {
  sendSoon();
  if (granted()) {
    held.forEach(keep);
  } else {
    dropToken();
    if (denied()) wipe();
    else if (!leaving) return;
    sendBare(held.flatMap(bare));
  }
  held = [];
}

/** Gives a sign of life, and carries on with what other pages have left. */
export function resume(): void {
  if (granted()) adopt();
  release();
}

/** A page view without what could tell who made it; of other events nothing. */
function bare({ type, at, url, referrer, topics }: WireEvent): WireEvent[] {
  return type == "page_view" ? [{ id: uuid(), type, at, url: pageUrl(url), referrer: pageUrl(referrer), topics }] : [];
}
