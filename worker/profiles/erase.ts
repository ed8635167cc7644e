import type { InStatement } from "@libsql/client/http";
import { forgetLonelyCompanies } from "../companies/store.ts";
import type { Db } from "../platform/db.ts";
import { leaveAll } from "../segments/store.ts";
import { emptyState } from "../state/state.ts";

/** A profile's own id, and those of the profiles that were merged into it. */
const THEIRS = "(SELECT ?1 AS id UNION ALL SELECT id FROM profiles WHERE merged_into = ?1)";

/**
 * Erases a person: all that was kept under their id, and under those merged into it. What stays are rows with an id
 * and nothing else, so that a browser still carrying that id is told that it is nobody. All or nothing; `id` is the
 * person's own (see `person`), and erasing twice changes nothing.
 */
export async function erase(db: Db, id: string, now: number): Promise<void> {
  const remove = (table: string): InStatement => ({
    sql: `DELETE FROM ${table} WHERE profile_id IN ${THEIRS}`,
    args: [id],
  });
  await db.write([
    ...forgetLonelyCompanies(THEIRS, id),
    {
      sql: `DELETE FROM mailbox WHERE message_id IN (SELECT id FROM messages WHERE profile_id IN ${THEIRS})`,
      args: [id],
    },
    ...leaveAll(THEIRS, [id], now),
    ...[
      "events",
      "sessions",
      "visitors",
      "consents",
      "permissions",
      "messages",
      "stage_moves",
      "leads",
      "submissions",
      "unfinished",
      "preferences",
    ].map(remove),
    // What was merged into one that was merged itself is among them.
    { sql: `DELETE FROM merges WHERE from_id IN ${THEIRS}`, args: [id] },
    {
      sql: `DELETE FROM dead_letters WHERE EXISTS
              (SELECT 1 FROM ${THEIRS} AS theirs WHERE instr(dead_letters.body, theirs.id) > 0)`,
      args: [id],
    },
    {
      sql: `INSERT INTO counters (name, value) SELECT 'erased', 1 FROM profiles WHERE id = ?1 AND erased_at IS NULL
            ON CONFLICT(name) DO UPDATE SET value = value + 1`,
      args: [id],
    },
    {
      sql: `UPDATE profiles SET version = version + 1, email = NULL, email_confirmed_at = NULL,
              external_id = NULL, company_id = NULL, due_at = NULL, cell = NULL, traits = '{}', state = ?2,
              stage = '', first_seen = ?3, last_seen = ?3, erased_at = coalesce(erased_at, ?3)
            WHERE id IN ${THEIRS}`,
      args: [id, JSON.stringify(emptyState("", now)), now],
    },
  ]);
}
