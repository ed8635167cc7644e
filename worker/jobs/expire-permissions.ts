import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { NO_EVIDENCE } from "../permissions/evidence.ts";
import { close, type Due, openRows } from "../permissions/store.ts";
import { settle } from "../settle/settle.ts";
import type { Chore, Task } from "./chore.ts";

/** Rows a slice looks at: each may become an event that is settled. */
const MOST_REQUESTS = 200;

/** What time does to permissions: a request that nobody answers runs out, and, where the playbook says so, a yes is used up. */
export const expirePermissions: Chore[] = [
  {
    name: "requests that ran out",
    slice: (task) => expire(task, "pending", task.playbook.site.permission.confirmWithin, ranOut),
  },
  {
    name: "permissions that lapsed",
    slice: (task) => expire(task, "confirmed", task.playbook.site.permission.lapses, lapsed),
  },
];

type Made = Pick<Event, "id"> & Partial<Event>;

/** Rows that are old enough and that nothing later took the place of, each as an event; then none is looked at again. */
async function expire(
  { db, now, playbook }: Task,
  status: "pending" | "confirmed",
  after: number | undefined,
  made: (row: Due, at: number) => Made,
): Promise<boolean> {
  if (after === undefined) return false;
  const rows = await openRows(db, status, now - after, MOST_REQUESTS);
  if (rows.length === 0) return false;
  const events = rows
    .filter(({ isPast }) => !isPast)
    .map((row): Event => {
      const at = row.at + after;
      const base = { type: "permission_expired", name: row.topic, at, receivedAt: now, visitor: null } as const;
      return { ...base, profile: row.profile, ...made(row, at) };
    });
  if (events.length > 0) await settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, now);
  await db.write([close(rows.map(({ id }) => id))]);
  return rows.length === MOST_REQUESTS;
}

const ranOut = ({ submission, topic }: Due): Made => ({
  id: uuidOf(submission, topic, "ran out"),
  permission: { submission, topics: [topic] },
});

const lapsed = ({ id, topic, email }: Due, at: number): Made => ({
  id: uuidOf(id, "lapsed"),
  carried: [{ topic, status: "expired", at, email, evidence: NO_EVIDENCE }],
});
