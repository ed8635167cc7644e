import type { Row } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { json, number, type Query } from "./query.ts";

/** What could not be processed, and why. Times are epoch ms. */
export interface DeadLetter {
  id: string;
  at: number;
  reason: string;
  body: unknown;
  replayedAt: number | null;
}

/** Dead letters, newest first. */
export function deadLetters(page: Page): Query<Part<DeadLetter>> {
  const key = keyOf(page, 1);
  return {
    statements: [
      {
        sql: `SELECT rowid AS place, * FROM dead_letters ${key ? "WHERE rowid < ?" : ""} ORDER BY rowid DESC LIMIT ?`,
        args: [...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["place"])], toDeadLetter),
  };
}

export function deadLetter(id: string): Query<DeadLetter | null> {
  return {
    statements: [{ sql: "SELECT * FROM dead_letters WHERE id = ?", args: [id] }],
    read: ([row]) => (row ? toDeadLetter(row) : null),
  };
}

/** Notes that a dead letter was sent through the pipeline once more. */
export async function markReplayed(db: Db, id: string, now: number): Promise<void> {
  await db.write([{ sql: "UPDATE dead_letters SET replayed_at = ? WHERE id = ?", args: [now, id] }]);
}

const toDeadLetter = (row: Row): DeadLetter => ({
  id: String(row["id"]),
  at: Number(row["at"]),
  reason: String(row["reason"]),
  body: json(row, "body"),
  replayedAt: number(row, "replayed_at"),
});
