import type { Row } from "@libsql/client/http";
import type { Event } from "./event.ts";

/** The columns that {@link eventOf} reads. */
export const STORED = "id, profile_id, visitor_id, type, name, at, received_at, data";

const NOTHING = { id: "", locale: "", url: "", answers: {}, doubts: [], single: [], permissions: [] };

/** An event as it was stored: as much of the envelope as rules may ask about. */
export function eventOf(row: Row): Event {
  const { form, traits: _, ...data } = JSON.parse(String(row["data"])) as Partial<Event> & { form?: string };
  const name = row["name"] === null ? undefined : String(row["name"]);
  const submission = form === undefined ? {} : { submission: { ...NOTHING, form } };
  return {
    ...data,
    ...submission,
    ...(name === undefined ? {} : { name }),
    id: String(row["id"]),
    type: String(row["type"]) as Event["type"],
    at: Number(row["at"]),
    receivedAt: Number(row["received_at"]),
    visitor: row["visitor_id"] === null ? null : String(row["visitor_id"]),
    profile: String(row["profile_id"]),
  };
}
