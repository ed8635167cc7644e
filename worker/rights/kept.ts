import type { Row } from "@libsql/client/http";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { consents } from "../consent/tables.ts";
import { deadLetters, events } from "../events/tables.ts";
import { submissions, unfinished } from "../forms/tables.ts";
import { mailbox, messages } from "../messages/tables.ts";
import { permissions, preferences, suppressions } from "../permissions/tables.ts";
import { FOREVER } from "../permissions/preferences-store.ts";
import { isDerived } from "../profiles/replay.ts";
import { merges, sessions, visitors } from "../profiles/tables.ts";
import { leads } from "../sales/tables.ts";
import { profileSegments } from "../segments/tables.ts";
import { stageMoves } from "../stages/tables.ts";
import { rights } from "./tables.ts";

/** One thing that is kept, by its column; times are ISO. */
export type Entry = Record<string, unknown>;

/** Where something of a person is kept. `whose` finds it by `?1`: their id or, by hash, a JSON list of hashes of their address. */
export interface Kept {
  table: SQLiteTable;
  whose: string;
  by: "id" | "hash";
}

const OWN = "profile_id = ?1";
const HASH = "hash IN (SELECT value FROM json_each(?1))";

const OWNED = [
  visitors,
  sessions,
  events,
  consents,
  permissions,
  preferences,
  submissions,
  unfinished,
  messages,
  stageMoves,
  profileSegments,
  leads,
];

/** Every table that holds something of somebody; a profile's own row is told by itself (rights/export.ts). */
export const KEPT: Kept[] = [
  ...OWNED.map((table): Kept => ({ table, whose: OWN, by: "id" })),
  { table: mailbox, whose: `message_id IN (SELECT id FROM messages WHERE ${OWN})`, by: "id" },
  { table: merges, whose: "(into_id = ?1 OR from_id IN (SELECT id FROM profiles WHERE merged_into = ?1))", by: "id" },
  {
    table: deadLetters,
    whose: `EXISTS (SELECT 1 FROM (SELECT ?1 AS id UNION ALL SELECT id FROM profiles WHERE merged_into = ?1) AS theirs
              WHERE instr(dead_letters.body, theirs.id) > 0)`,
    by: "id",
  },
  { table: rights, whose: HASH, by: "hash" },
  { table: suppressions, whose: HASH, by: "hash" },
];

/** What tells of points, grades and segments, by table. */
const JUDGED: Record<string, string[]> = {
  events: ["effects"],
  leads: ["cell", "reasons", "line", "turn", "place"],
};

const TIME = /^(at|since)$|(At|Seen|Until)$/;

/** A row as its owner is told it; null for what the playbook keeps to itself: what somebody is thought of (`showScore`). */
export function told({ table }: Kept, row: Row, showScore: boolean): Entry | null {
  const name = getTableName(table);
  if (!showScore && (name === "profile_segments" || (name === "events" && isJudgement(String(row["type"])))))
    return null;
  const hidden = showScore ? [] : (JUDGED[name] ?? []);
  const record: Entry = {};
  for (const [key, column] of Object.entries(getTableColumns(table))) {
    const value = row[column.name];
    if (hidden.includes(key) || value === null || value === undefined) continue;
    record[key] = TIME.test(key) ? time(Number(value)) : column.mapFromDriverValue(value);
  }
  return record;
}

/** Where somebody stands is their own; how ready to buy they are thought to be is not told unless the playbook says so. */
const isJudgement = (type: string): boolean =>
  isDerived({ type } as Parameters<typeof isDerived>[0]) && type !== "stage_entered";

const time = (at: number): string => (at >= FOREVER ? "until resumed" : new Date(at).toISOString());
