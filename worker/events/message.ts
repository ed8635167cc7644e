import type { Consent } from "../state/state.ts";
import type { Event } from "./event.ts";

/** A page view of somebody who has not consented: no visitor, no time of day, no address. */
export interface AnonymousView {
  day: string;
  path: string;
  referrer: string;
  country: string;
  device: string;
}

/** One choice of consent, by whomever. */
export interface AnonymousChoice extends Consent {
  day: string;
  country: string;
  how: string;
  /** Of the text that was read. */
  version: string;
}

/**
 * What the EVENTS queue carries. `id` is for sums: one that was added is not added again.
 * Events need no such id, theirs decide.
 */
export type Message =
  | { kind: "events"; id: string; events: Event[] }
  | { kind: "views"; id: string; views: AnonymousView[] }
  | { kind: "choice"; id: string; choice: AnonymousChoice }
  | { kind: "counts"; id: string; counts: Record<string, number> };

/** A message as it may be kept for good: without the addresses that rode along to be looked up. */
export function keepable(message: unknown): unknown {
  const isMessage = message !== null && typeof message === "object" && "kind" in message;
  if (!isMessage || message.kind !== "events" || !("events" in message) || !Array.isArray(message.events))
    return message;
  const events = (message.events as Event[]).map((event) => ({ ...event, address: undefined }));
  return { ...message, events };
}
