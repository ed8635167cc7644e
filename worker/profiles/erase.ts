import type { InStatement } from "@libsql/client/http";
import { forgetLonelyCompanies } from "../companies/store.ts";
import { leaveAll } from "../segments/store.ts";
import { emptyState } from "../state/state.ts";

const LISTED = "(SELECT value FROM json_each(?1))";

/** What belongs to a profile, by `profile_id`. */
const OWNED = [
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
];

/**
 * Erases people: all that was kept under their ids, and under addresses that are theirs alone. What stays are rows with
 * an id and nothing else, so that a browser still carrying that id is told that it is nobody. Done twice it changes nothing.
 */
export function eraseStatements(ids: string[], emails: string[], now: number): InStatement[] {
  const theirs = JSON.stringify(ids);
  const addresses = JSON.stringify(emails);
  const remove = (table: string, column: string, list: string): InStatement => ({
    sql: `DELETE FROM ${table} WHERE ${column} IN ${LISTED}`,
    args: [list],
  });
  const mail = (column: string, list: string): InStatement => ({
    sql: `DELETE FROM mailbox WHERE message_id IN (SELECT id FROM messages WHERE ${column} IN ${LISTED})`,
    args: [list],
  });
  return [
    ...forgetLonelyCompanies(LISTED, theirs),
    mail("profile_id", theirs),
    mail("email", addresses),
    {
      sql: `DELETE FROM submissions WHERE id IN (SELECT submission FROM permissions WHERE email IN ${LISTED})`,
      args: [addresses],
    },
    ...leaveAll(LISTED, [theirs], now),
    ...OWNED.map((table) => remove(table, "profile_id", theirs)),
    ...["permissions", "messages", "preferences"].map((table) => remove(table, "email", addresses)),
    // What was merged into one that was merged itself is among them.
    remove("merges", "from_id", theirs),
    {
      sql: `INSERT INTO counters (name, value)
              SELECT 'erased', count(*) FROM profiles
              WHERE id IN ${LISTED} AND merged_into IS NULL AND erased_at IS NULL HAVING count(*) > 0
            ON CONFLICT(name) DO UPDATE SET value = value + excluded.value`,
      args: [theirs],
    },
    {
      sql: `UPDATE profiles SET version = version + 1, email = NULL, email_confirmed_at = NULL,
              external_id = NULL, company_id = NULL, due_at = NULL, cell = NULL, traits = '{}', state = ?2,
              stage = '', first_seen = ?3, last_seen = ?3, erased_at = coalesce(erased_at, ?3)
            WHERE id IN ${LISTED}`,
      args: [theirs, JSON.stringify(emptyState("", now)), now],
    },
  ];
}
