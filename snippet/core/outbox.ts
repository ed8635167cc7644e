import { granted } from "./choice.ts";
import { now, uuid } from "./fresh.ts";
import { safe } from "./safe.ts";
import { parse, read, write } from "./store.ts";
import type { WireEvent } from "./wire.ts";

const MOST_EVENTS = 200;
const MOST_CHARS = 3e5;
const BATCH_EVENTS = 50;
// Beacons and keepalive fetches of a page share 64 KiB in flight; a character has three bytes at most.
const BATCH_CHARS = 2e4;
// Without a sign of life for so long, a page's events are anybody's.
const ALIVE_MS = 1e4;

const PREFIX = "fodspor.outbox.";
/** The places of all pages. */
const places = safe(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)));
/** This page's place in the browser: `[last sign of life in ms, events]`. */
const own = PREFIX + uuid();
let waiting: WireEvent[] = [];
let flying: WireEvent[] = [];
let seen = 0;
let stored: boolean | void;

/** Keeps an event, here and in the browser, until the server has answered for it. */
export function keep(event: WireEvent): void {
  rejoin();
  waiting.push(event);
  save();
}

/** Gives a sign of life, and takes over the events of pages that give none any more. */
export function adopt(): void {
  rejoin();
  for (const key of places() || []) {
    const place = parse(read(key)) as [number, WireEvent[]] | undefined;
    if (key != own && !isAlive(place?.[0])) {
      write(key);
      // A page with an old Prototype.js writes a text instead of the list.
      waiting.unshift(...(place?.[1]?.flat?.() || []));
    }
  }
  save();
}

/** The next events to send while there is consent, oldest first; with those in flight already, no more than a beacon may have. */
export function nextBatch(): WireEvent[] {
  rejoin();
  const batch: WireEvent[] = [];
  let chars = 0;
  for (const event of granted() ? waiting : []) {
    // The wish for a new visitor travels alone, after all that was before and before all that comes after it.
    chars += event.type == "reset" ? BATCH_CHARS : JSON.stringify(event).length;
    if (batch.length == BATCH_EVENTS || (chars > BATCH_CHARS && event != waiting[0])) break;
    if (!flying.includes(event)) batch.push(event);
  }
  flying.push(...batch);
  return batch;
}

/** These have landed; if the server has answered for them, they leave. */
export function settle(batch: WireEvent[], done: boolean): void {
  const rest = (list: WireEvent[]) => list.filter((event) => !batch.includes(event));
  flying = rest(flying);
  if (done) waiting = rest(waiting);
  save();
}

/** Forgets everything, of all pages, as after a denial. */
export function wipe(): void {
  waiting = [];
  places()?.forEach((key) => write(key));
}

/** Stores what waits. `at` 0: the page may be gone in a moment, the next one may take over at once. */
export function save(at = now()): void {
  let text;
  while ((text = JSON.stringify([(seen = at), waiting])).length > MOST_CHARS || waiting.length > MOST_EVENTS) {
    waiting.shift();
  }
  stored = write(own, waiting[0] && text);
}

/** After a sleep: what is not in our place any more has been taken over. */
function rejoin(): void {
  if (stored && !isAlive(seen) && read(own) === null) waiting = [];
}

function isAlive(at: number | undefined): boolean {
  return Math.abs(now() - at!) < ALIVE_MS;
}
