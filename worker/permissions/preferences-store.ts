import type { InStatement, Row } from "@libsql/client/http";
import type { Preferences } from "../events/event.ts";
import { insertRows } from "../platform/rows.ts";
import { LESS_OFTEN, PAUSED } from "./gate.ts";
import { preferences } from "./tables.ts";

/** A pause without an end: the last moment that a date can be, epoch ms. */
export const FOREVER = 8_640_000_000_000_000;

/** What an address wants as a whole, written down; of two that were said, the later holds. */
export function writePreferences(rows: (typeof preferences.$inferInsert)[]): InStatement[] {
  return insertRows(
    preferences,
    rows,
    `ON CONFLICT(email) DO UPDATE SET profile_id = excluded.profile_id, paused_until = excluded.paused_until,
       every = excluded.every, locale = excluded.locale, at = excluded.at WHERE excluded.at >= at`,
  );
}

/** Lets mails that wait for the end of a pause, or for their turn, ask the gate again: what they wait for may have changed. */
export function askAgain(emails: string[], now: number): InStatement[] {
  if (emails.length === 0) return [];
  return [
    {
      sql: `UPDATE messages SET due_at = ?2 WHERE email IN (SELECT value FROM json_each(?1)) AND status = 'queued'
              AND due_at > ?2 AND reason IN (?3, ?4)`,
      args: [JSON.stringify(emails), now, PAUSED, LESS_OFTEN],
    },
  ];
}

/** What an address wants as a whole; nothing in particular where nothing was said. One question (reports/query.ts). */
export function preferencesOf(email: string) {
  return {
    statements: [{ sql: "SELECT paused_until, every, locale FROM preferences WHERE email = ?", args: [email] }],
    read: ([row]: Row[]): Preferences => ({
      email,
      pausedUntil: numberIn(row, "paused_until"),
      every: numberIn(row, "every"),
      locale: row?.["locale"] ? String(row["locale"]) : null,
    }),
  };
}

const numberIn = (row: Row | undefined, column: string): number | null =>
  (row?.[column] ?? null) === null ? null : Number(row![column]);
