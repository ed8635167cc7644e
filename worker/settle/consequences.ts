import type { Event } from "../events/event.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import { handOver } from "./sales.ts";
import type { Work } from "./work.ts";

/** What followed from an event, from time or from a playbook: rows of its own, beside what it did to the state. */
export function consequences(work: Work, events: Event[], person: Person, playbook: Compiled): void {
  const { id: profileId } = person;
  for (const event of events) {
    const { id, type, name, at, receivedAt, properties = {} } = event;
    const nothing = { visitorId: null, path: null, title: null, effects: { points: [] } };
    work.events.push({ ...nothing, id, profileId, type, name: name ?? null, at, receivedAt, data: { properties } });
    if (type === "lead_qualified") handOver(work, event, person, playbook);
    if (type !== "stage_entered") continue;
    const { from, after, by } = properties as { from: string; after: number; by: string };
    work.stageMoves.push({ profileId, at, fromStage: from, toStage: name!, stayed: after, by });
  }
}
