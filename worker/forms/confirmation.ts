import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { pressed } from "../permissions/evidence.ts";
import type { Visitor } from "../state/visitor.ts";
import type { ConfirmToken } from "./links.ts";

/** The click on "confirm" as an event, and who pressed; the same submission confirmed twice is the same event. */
export function confirmationEvent(
  token: ConfirmToken,
  visitor: Visitor | null,
  by: { ip: string | null; userAgent: string },
  now: number,
): Event {
  const same = visitor?.profile === token.profile && visitor.state.consent.analytics;
  return {
    id: uuidOf(token.submission, "confirmed"),
    type: "permission_confirmed",
    name: token.form,
    at: now,
    receivedAt: now,
    visitor: same ? visitor.id : null,
    profile: token.profile,
    language: token.locale,
    permission: {
      submission: token.submission,
      topics: token.topics,
      evidence: pressed("double", { ...by, locale: token.locale }, token.message),
    },
  };
}
