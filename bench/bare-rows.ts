import type { InStatement, InValue } from "@libsql/client/http";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { consents } from "../worker/consent/tables.ts";
import { events } from "../worker/events/tables.ts";
import { profiles, sessions, visitors } from "../worker/profiles/tables.ts";
import { counters } from "../worker/reports/tables.ts";
import { profileSegments } from "../worker/segments/tables.ts";
import type { Work } from "../worker/settle/work.ts";

const UPSERT_PROFILE = `ON CONFLICT(id) DO UPDATE SET version = excluded.version, email = excluded.email,
  traits = excluded.traits, state = excluded.state, stage = excluded.stage,
  first_seen = excluded.first_seen, last_seen = excluded.last_seen`;
const UPSERT_VISITOR =
  "ON CONFLICT(id) DO UPDATE SET profile_id = excluded.profile_id, last_seen = max(last_seen, excluded.last_seen)";
const UPSERT_SESSION = `ON CONFLICT(profile_id, started_at) DO UPDATE SET
  last_at = max(last_at, excluded.last_at), views = max(views, excluded.views)`;

/** The rows of a settled batch as a bare loop would write them: one INSERT or UPSERT with its values a row, one transaction. */
export function bareStatements(work: Work, now: number): InStatement[] {
  const persons = [...work.persons.values()];
  return [
    ...persons.map(({ version, state, ...person }) => {
      const { stage, firstSeen, lastSeen } = state;
      return insert(profiles, { ...person, version: version + 1, state, stage, firstSeen, lastSeen }, UPSERT_PROFILE);
    }),
    ...work.events.map((row) => insert(events, row)),
    ...[...work.visitors.values()].map((row) => insert(visitors, row, UPSERT_VISITOR)),
    ...[...work.sessions.values()].map((row) => insert(sessions, row, UPSERT_SESSION)),
    ...persons.flatMap(({ id, state }) => {
      const before = work.segmentsBefore.get(id) ?? [];
      const left = before.filter((segment) => !state.segments.includes(segment));
      const entered = state.segments.filter((segment) => !before.includes(segment));
      return [
        ...left.map((segment) => ({
          sql: "DELETE FROM profile_segments WHERE segment = ? AND profile_id = ?",
          args: [segment, id],
        })),
        ...entered.map((segment) => insert(profileSegments, { segment, profileId: id, since: now })),
      ];
    }),
    ...work.consents.map((row) => insert(consents, row)),
    ...Object.entries(work.counts).map(([name, value]) =>
      insert(counters, { name, value }, "ON CONFLICT(name) DO UPDATE SET value = value + excluded.value"),
    ),
  ];
}

const prepared = new Map<string, { sql: string; keys: string[] }>();

function insert<T extends SQLiteTable>(table: T, row: T["$inferInsert"], conflict = ""): InStatement {
  const name = getTableName(table);
  let ready = prepared.get(name);
  if (!ready) {
    const columns = getTableColumns(table);
    const keys = Object.keys(columns);
    const names = Object.values(columns).map((column) => column.name);
    const sql = `INSERT INTO ${name} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")}) ${conflict}`;
    prepared.set(name, (ready = { sql, keys }));
  }
  const values = row as Record<string, unknown>;
  return { sql: ready.sql, args: ready.keys.map((key) => valueOf(values[key])) };
}

function valueOf(value: unknown): InValue {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as InValue);
}
