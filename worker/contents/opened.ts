import type { Event } from "../events/event.ts";
import { dayOf } from "../lib/day.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Visitor } from "../state/visitor.ts";
import type { ContentToken } from "./link.ts";

/** That it was opened, as an event: the same thing opened twice in a day is the same event. */
export function openedEvent(token: ContentToken, visitor: Visitor | null, now: number): Event {
  return {
    id: uuidOf("opened", token.profile, token.content, dayOf(now)),
    type: "content_opened",
    name: token.content,
    at: now,
    receivedAt: now,
    visitor: visitor?.id ?? null,
    profile: token.profile,
    unasked: true,
    language: token.locale,
    properties: { form: token.form },
  };
}
