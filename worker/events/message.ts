import type { Event } from "./event.ts";

/** A page view of somebody who has not consented: no visitor, no time of day, no address. */
export interface AnonymousView {
  day: string;
  path: string;
  referrer: string;
  country: string;
  device: string;
}

/**
 * What the EVENTS queue carries. `id` is for sums: one that was added is not added again.
 * Events need no such id, theirs decide.
 */
export type Message =
  | { kind: "events"; id: string; events: Event[] }
  | { kind: "views"; id: string; views: AnonymousView[] }
  | { kind: "counts"; id: string; counts: Record<string, number> };
