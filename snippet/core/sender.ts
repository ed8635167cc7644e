import { current, granted, posted } from "./choice.ts";
import { nextBatch, settle } from "./outbox.ts";
import { noop } from "./safe.ts";
import { base } from "./script.ts";
import type { WireEvent } from "./wire.ts";

// Answers that would be the same next time. All others mean: keep it and try again later.
const FINAL = [400, 401, 403, 410, 413, 422];
const GATHER_MS = 300;
const LONGEST_WAIT_MS = 3e5;
const TIMEOUT_MS = 2e4;

const flying = new Set<WireEvent>();
let busy = false;
let failures = 0;
let notBefore = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let consented = noop;

/** Calls `fn` when the server has taken a choice and the events it released. */
export function onConsented(fn: () => void): void {
  consented = fn;
}

/** Sends soon, so that events made together travel together. */
export function sendSoon(wait = GATHER_MS): void {
  timer ||= setTimeout(() => {
    timer = undefined;
    void send();
  }, wait);
}

/**
 * Sends what is due, one request after the other: first the evidence of a choice, then the events.
 * `now`: a choice does not wait for the next try. One at a time, so that no late answer sets the cookie again that a denial has just deleted.
 */
export async function send(now?: boolean): Promise<void> {
  if (busy || (!now && Date.now() < notBefore)) return;
  busy = true;
  let changed = false;
  try {
    for (;;) {
      const choice = current();
      if (choice && !choice.posted) {
        if (!(await postChoice())) return;
        if (choice == current()) posted();
        changed = true;
      } else {
        const batch = granted() ? nextBatch(flying) : [];
        if (!batch[0]) break;
        if (!(await deliver(batch))) return;
      }
    }
    if (changed) consented();
  } catch {
  } finally {
    busy = false;
  }
}

/** Sends one batch at once, because the page may be gone in a moment; what is left stays kept. */
export function sendLeaving(): void {
  const batch = granted() && Date.now() > notBefore ? nextBatch(flying) : [];
  if (batch[0]) void deliver(batch);
}

/** Counts page views without anything personal: no cookie, no consent, new ids, sent once. */
export function sendBare(views: WireEvent[]): void {
  if (!views[0]) return;
  request("/e", { sentAt: time(), events: views }, "omit").catch(noop);
}

/** Asks the server to go on with a new visitor after the events so far. */
export async function sendReset(): Promise<void> {
  await send();
  if (granted()) await post("/e", { sentAt: time(), events: [], consent: purposes(), reset: true });
}

function postChoice(): Promise<boolean> {
  const { how, version, locale, at } = current()!;
  return post("/consent", { consent: purposes(), how, version, locale, url: location.href, at });
}

async function deliver(batch: WireEvent[]): Promise<boolean> {
  batch.forEach((event) => flying.add(event));
  const done = await post("/e", { sentAt: time(), events: batch, consent: purposes() });
  batch.forEach((event) => flying.delete(event));
  if (done) settle(batch);
  return done;
}

function purposes() {
  const { analytics, personalization, marketing } = current()!;
  return { analytics, personalization, marketing };
}

/** True when the server has answered for good; false after arranging another try. */
async function post(path: string, body: object): Promise<boolean> {
  let retryAfter = 0;
  try {
    const answer = await request(path, body, "include", AbortSignal.timeout?.(TIMEOUT_MS));
    if (answer.ok || FINAL.includes(answer.status)) {
      failures = 0;
      return true;
    }
    retryAfter = +answer.headers.get("retry-after")! * 1e3 || 0;
  } catch {}
  const backOff = Math.min(2 ** failures++ * 1e3, LONGEST_WAIT_MS) * (1 + Math.random() / 2);
  const wait = Math.max(retryAfter, backOff);
  notBefore = Date.now() + wait;
  clearTimeout(timer);
  timer = undefined;
  sendSoon(wait + 9);
  return false;
}

async function request(path: string, body: object, credentials: RequestCredentials, signal?: AbortSignal) {
  return fetch(base + path, {
    method: "POST",
    body: JSON.stringify(body),
    credentials,
    keepalive: true,
    signal,
  });
}

function time(): string {
  return new Date().toISOString();
}
