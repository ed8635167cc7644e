import { denied, granted } from "./choice.ts";
import { adopt, BATCH_BYTES, keep, wipe } from "./outbox.ts";
import { pageUrl } from "./script.ts";
import { sendBare, sendSoon } from "./sender.ts";
import type { EventFields, EventType, WireEvent } from "./wire.ts";

/** What happened before the visitor's choice: in memory only. */
let held: WireEvent[] = [];

/**
 * Records what happened on this page now. Where it goes depends on the visitor: to the server,
 * into the daily totals (page views) or, before a choice, nowhere yet.
 */
export function record(type: EventType, fields: EventFields): void {
  const at = new Date().toISOString();
  const text = JSON.stringify({ id: uuid(), type, at, url: location.href, ...fields });
  if (text.length > BATCH_BYTES) {
    console.warn("fodspor: event dropped, make its properties smaller");
    return;
  }
  // Parsed again, so that the page can change its object without changing the event.
  held.push(JSON.parse(text));
  release();
}

/** Sends or drops what is held, as the choice says. Without one, `leaving` is the last chance to count. */
export function release(leaving?: boolean): void {
  if (granted()) {
    held.forEach(keep);
    sendSoon();
  } else if (leaving || denied()) {
    sendBare(held.filter(({ type }) => type == "page_view").map(bare));
    if (denied()) wipe();
  } else {
    return;
  }
  held = [];
}

/** Carries on with what earlier pages left in the outbox. */
export function resume(): void {
  if (granted()) adopt();
  release();
}

/** A page view without what could tell who made it. */
function bare({ type, at, url, referrer, topics }: WireEvent): WireEvent {
  return {
    id: uuid(),
    type,
    at,
    url: pageUrl(url),
    referrer: referrer?.split(/[?#]/)[0],
    topics,
  };
}

/** A random UUID (RFC 9562, version 4), also where `crypto.randomUUID` is missing: on plain http. */
function uuid(): string {
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (+digit / 4)))).toString(16),
  );
}
