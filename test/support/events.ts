import type { Event } from "../../worker/events/event.ts";
import type { Compiled } from "../../worker/playbook/index.ts";

export const DAY = 86_400_000;
export const NOON = Date.parse("2026-11-02T12:00:00Z");
export const PROFILE = "11111111-1111-4111-8111-111111111111";
export const VISITOR = "22222222-2222-4222-8222-222222222222";

let serial = 0;
const nextId = (): string => `00000000-0000-4000-8000-${String(++serial).padStart(12, "0")}`;

/** A page view at `at` of `path`, classed by the playbook. */
export function view(playbook: Compiled, path: string, at: number, more: Partial<Event> = {}): Event {
  const page = { url: `https://www.testby.example${path}`, path, ...playbook.page(path) };
  return event("page_view", at, { page, ...more });
}

/** An event of a type at a time, from the one visitor of the one profile unless told otherwise. */
export function event(type: Event["type"], at: number, more: Partial<Event> = {}): Event {
  return { id: nextId(), type, at, receivedAt: at, visitor: VISITOR, profile: PROFILE, ...more };
}

/** What a submission says that most tests do not ask about. */
export const blank = { id: "5b1c7a52-0000-4000-8000-000000000000", answers: {}, doubts: [], single: [] };
