import type { WireEvent } from "./wire.ts";

const KEY = "fodspor.outbox";
const MOST_EVENTS = 200;
const MOST_CHARS = 3e5;
const BATCH_EVENTS = 50;
// Beacons and keepalive fetches of a page share 64 KiB in flight, so that two of these fit.
export const BATCH_BYTES = 29e3;

let waiting: WireEvent[] = [];

/** Keeps an event, here and in the browser, until the server has answered for it. */
export function keep(event: WireEvent): void {
  waiting = [...waiting, event].slice(-MOST_EVENTS);
  store([...stored(), event]);
}

/** Takes over what earlier pages could not get delivered. */
export function adopt(): void {
  waiting = [...stored().filter((old) => !waiting.some((own) => own.id == old.id)), ...waiting];
}

/** The next events to send, oldest first, none of `flying` among them. */
export function nextBatch(flying: Set<WireEvent>): WireEvent[] {
  const batch: WireEvent[] = [];
  let bytes = 0;
  for (const event of waiting) {
    if (flying.has(event)) continue;
    bytes += new Blob([JSON.stringify(event)]).size;
    if (batch.length == BATCH_EVENTS || bytes > BATCH_BYTES) break;
    batch.push(event);
  }
  return batch;
}

/** The server has answered for these: they leave. */
export function settle(batch: WireEvent[]): void {
  const rest = (list: WireEvent[]) => list.filter((e) => !batch.some((done) => done.id == e.id));
  waiting = rest(waiting);
  store(rest(stored()));
}

/** Forgets everything, as after a denial. */
export function wipe(): void {
  waiting = [];
  store(waiting);
}

function stored(): WireEvent[] {
  try {
    return JSON.parse(localStorage.getItem(KEY)!) || [];
  } catch {
    return [];
  }
}

function store(list: WireEvent[]): void {
  try {
    list = list.slice(-MOST_EVENTS);
    let text;
    while ((text = JSON.stringify(list)).length > MOST_CHARS) list.shift();
    if (list[0]) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
  } catch {}
}
