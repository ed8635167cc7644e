import type { Event } from "../events/event.ts";
import type { Person } from "../profiles/person.ts";
import type { Work } from "./work.ts";

/** What followed from an event, from time or from a playbook: rows of its own, beside what it did to the state. */
export function consequences(work: Work, events: Event[], { id: profileId }: Person): void {
  for (const { id, type, name, at, receivedAt, properties = {} } of events) {
    const nothing = { visitorId: null, path: null, title: null, effects: { points: [] } };
    work.events.push({ ...nothing, id, profileId, type, name: name ?? null, at, receivedAt, data: { properties } });
    if (type !== "stage_entered") continue;
    const { from, after, by } = properties as { from: string; after: number; by: string };
    work.stageMoves.push({ profileId, at, fromStage: from, toStage: name!, stayed: after, by });
  }
}
