import type { Event } from "../event.ts";

/** What a kind of call adds to the event that all calls make; `leftOut` counts traits that could not be kept. */
export type Facts = Partial<Event> & Pick<Event, "type"> & { leftOut?: number };
