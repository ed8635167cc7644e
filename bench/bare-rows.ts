import type { InStatement, InValue } from "@libsql/client/http";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { consents } from "../worker/consent/tables.ts";
import { events } from "../worker/events/tables.ts";
import { profiles, sessions, visitors } from "../worker/profiles/tables.ts";
import { dayOf } from "../worker/lib/day.ts";
import { counters } from "../worker/reports/tables.ts";
import { profileSegments, segmentDays } from "../worker/segments/tables.ts";
import { stageMoves } from "../worker/stages/tables.ts";
import type { Work } from "../worker/settle/work.ts";

const UPSERT_PROFILE = `ON CONFLICT(id) DO UPDATE SET version = excluded.version, email = excluded.email,
  traits = excluded.traits, state = excluded.state, stage = excluded.stage,
  cell = excluded.cell, revision = excluded.revision, due_at = excluded.due_at,
  first_seen = excluded.first_seen, last_seen = excluded.last_seen`;
const UPSERT_DAY = `ON CONFLICT(segment, day) DO UPDATE SET
  entered = entered + excluded.entered, "left" = "left" + excluded."left"`;
const UPSERT_VISITOR =
  "ON CONFLICT(id) DO UPDATE SET profile_id = excluded.profile_id, last_seen = max(last_seen, excluded.last_seen)";
const UPSERT_SESSION = `ON CONFLICT(profile_id, started_at) DO UPDATE SET
  last_at = max(last_at, excluded.last_at), views = max(views, excluded.views)`;

/** The rows of a settled batch as a bare loop would write them: one INSERT or UPSERT with its values a row, one transaction. */
export function bareStatements(work: Work, now: number): InStatement[] {
  const persons = [...work.persons.values()];
  return [
    ...persons.map(({ version, state, ...person }) => {
      const { stage, cell, revision, firstSeen, lastSeen } = state;
      const row = { ...person, version: version + 1, state, stage, cell, revision, firstSeen, lastSeen };
      return insert(profiles, row, UPSERT_PROFILE);
    }),
    ...work.events.map((row) => insert(events, row)),
    ...[...work.visitors.values()].map((row) => insert(visitors, row, UPSERT_VISITOR)),
    ...[...work.sessions.values()].map((row) => insert(sessions, row, UPSERT_SESSION)),
    ...persons.flatMap(({ id, state }) => {
      const before = work.segmentsBefore.get(id) ?? [];
      const left = before.filter((segment) => !state.segments.includes(segment));
      const entered = state.segments.filter((segment) => !before.includes(segment));
      const day = dayOf(now);
      return [
        ...left.flatMap((segment) => [
          { sql: "DELETE FROM profile_segments WHERE segment = ? AND profile_id = ?", args: [segment, id] },
          insert(segmentDays, { segment, day, entered: 0, left: 1 }, UPSERT_DAY),
        ]),
        ...entered.flatMap((segment) => [
          insert(profileSegments, { segment, profileId: id, since: now }),
          insert(segmentDays, { segment, day, entered: 1, left: 0 }, UPSERT_DAY),
        ]),
      ];
    }),
    ...work.stageMoves.map((row) => insert(stageMoves, row)),
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
