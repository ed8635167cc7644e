import type { Event } from "../../worker/events/event.ts";
import { eventOf, type Named } from "../../worker/events/server/event-of.ts";
import { type Envelope, readCall } from "../../worker/events/server/read.ts";
import { CallRefused } from "../../worker/events/server/refused.ts";
import { NOON } from "./events.ts";
import { testPlaybook } from "./playbook.ts";

export const playbook = testPlaybook();
export const KEPT = playbook.site.retention.events;
export const ANNA: Named = { profile: "profile of anna", visitor: "browser of anna", was: [] };
export const knowledge = { playbook, now: NOON, whose: (email: string) => ({ who: `print of ${email}` }) };

export type Fields = Record<string, unknown>;

export function made(raw: Fields, envelope: Envelope = {}, named: Named = ANNA): Event {
  return eventOf(readCall({ userId: "anna", ...raw }, envelope, NOON, KEPT), named, knowledge).event;
}

/** The code with which a call is refused; undefined for one that is taken. */
export function refusal(raw: Fields, envelope: Envelope = {}): string | undefined {
  try {
    made(raw, envelope);
    return undefined;
  } catch (error) {
    if (error instanceof CallRefused) return error.code;
    throw error;
  }
}

export const TRACK = { type: "track", event: "Tried" };
