import { choice, denied, granted, mark } from "./choice.ts";
import { now, time } from "./fresh.ts";
import { load } from "./modules.ts";
import { nextBatch, settle } from "./outbox.ts";
import { noop } from "./safe.ts";
import { base } from "./script.ts";
import { keepToken, token } from "./token.ts";
import type { Answer, WireEvent } from "./wire.ts";

const GATHER_MS = 300;
const LONGEST_WAIT_MS = 3e5;
const TIMEOUT_MS = 2e4;

let busy: boolean | undefined;
let failures = 0;
let notBefore = 0;

/** Sends soon, so that events made together travel together. */
export function sendSoon(): void {
  setTimeout(send, GATHER_MS);
}

/** Sends what is due, one request after the other. `urgent`: a choice does not wait for the next try. */
export async function send(urgent?: boolean): Promise<void> {
  if (busy || (!urgent && now() < notBefore)) return;
  busy = true;
  await next().catch(noop);
  busy = false;
}

/**
 * First the evidence of a choice, then the events. With a choice `changed` the blocks are asked for again: the server
 * knows a different visitor now.
 */
async function next(changed?: boolean): Promise<void> {
  const told = choice;
  if (told && !told.posted) {
    if (await post("/consent", { ...told, checked: undefined })) {
      if (told == choice) mark(1);
      await next(true);
    }
  } else {
    const batch = nextBatch();
    if (batch[0]) {
      if (await deliver(batch)) await next(changed);
    } else if (changed && document.querySelector("fodspor-block")) load("blocks");
  }
}

/** Sends one batch at once, because the page may be gone in a moment; what is left stays kept. */
export function sendLeaving(): void {
  const batch = now() < notBefore ? [] : nextBatch();
  if (batch[0]) void deliver(batch).then(sendSoon);
}

/** Counts page views without anything personal: no cookie, no consent, new ids, sent once. */
export function sendBare(views: WireEvent[]): void {
  if (views[0]) request(base + "/e", envelope({ events: views }), true).catch(noop);
}

/**
 * Posts with the visitor's cookie or token, as a page of its own could do while it is left: within 64 KiB.
 * Where the browser refuses that, without. `bare`: as nobody. Rejects if nothing sensible comes back.
 */
export async function request(
  url: string | URL,
  body: object,
  bare?: boolean,
): Promise<[Response, Answer | undefined]> {
  const allowed = granted();
  const options: RequestInit = {
    method: "POST",
    body: JSON.stringify({ token: bare ? undefined : token(), ...body }),
    credentials: bare ? "omit" : "include",
    signal: AbortSignal.timeout?.(TIMEOUT_MS),
  };
  try {
    const response = await fetch(url, { ...options, keepalive: true }).catch(() => fetch(url, options));
    const answer = (await response.json().catch(noop)) as Answer | undefined;
    keepToken(answer?.token);
    return [response, answer];
  } finally {
    // Meanwhile denied: this answer may have set the cookie again that the denial had deleted.
    if (allowed && denied()) {
      mark();
      setTimeout(send, 0, true);
    }
  }
}

async function deliver(batch: WireEvent[]): Promise<boolean> {
  const reset = batch[0]!.type == "reset";
  const done = await post("/e", { events: reset ? [] : batch, consent: choice!.consent, reset });
  settle(batch, done);
  return done;
}

/** What is told, and when by this browser's clock, which may be wrong. */
function envelope(body: object): object {
  return { sentAt: time(), webdriver: navigator.webdriver, ...body };
}

/** True when the server has answered for good; false if it has to be tried again, and not before then. */
async function post(path: string, body: object): Promise<boolean> {
  let wait = Math.min(2 ** failures++ * 1e3, LONGEST_WAIT_MS) * (1 + Math.random());
  try {
    const [{ status, headers }, answer] = await request(base + path, envelope(body));
    // Not the status alone: a portal or a broken `fetch` says 200 to anything, a firewall 403. What the Worker itself
    // refuses it would refuse again; all else means: keep it and try again later.
    if (answer?.ok || (answer?.error?.code && status < 429)) {
      failures = 0;
      return true;
    }
    wait = Math.max(wait, +headers.get("retry-after")! * 1e3 || 0);
  } catch {}
  notBefore = now() + wait;
  return false;
}
