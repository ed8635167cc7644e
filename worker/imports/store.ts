import type { Row } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";
import { Refusal } from "../platform/errors.ts";
import { cut, keyOf, type Page, type Part } from "../reports/page.ts";
import { askOne, number, type Query } from "../reports/query.ts";
import type { Import, RefusedRow, Taken } from "./import.ts";

/** An import to begin; `key` tells whether it is the going on of one that was broken off. */
export interface Beginning extends Pick<Import, "id" | "kind" | "name" | "dryRun" | "total"> {
  key: string | null;
}

/** Begins an import, or gives the unfinished one of the same key, kind and manner again. */
export async function begin(db: Db, beginning: Beginning, now: number): Promise<Import> {
  const { id, kind, name, dryRun, total, key } = beginning;
  const same = "key = ? AND kind = ? AND dry_run = ? AND finished_at IS NULL";
  const args = [key, kind, dryRun ? 1 : 0];
  const [, found] = await db.write([
    {
      sql: `INSERT INTO imports (id, kind, name, key, dry_run, total, done, accepted, refused, started_at, updated_at)
            SELECT ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ? WHERE NOT EXISTS (SELECT 1 FROM imports WHERE ${same})`,
      args: [id, kind, name, key, dryRun ? 1 : 0, total, now, now, ...args],
    },
    {
      sql: `SELECT * FROM imports WHERE id = ? OR (${same}) ORDER BY started_at DESC LIMIT 1`,
      args: [id, ...args],
    },
  ]);
  return toImport(found!.rows[0]!);
}

/** One import. */
export function importOf(id: string): Query<Import | null> {
  return {
    statements: [{ sql: "SELECT * FROM imports WHERE id = ?", args: [id] }],
    read: ([row]) => (row ? toImport(row) : null),
  };
}

/** All imports, newest first. */
export function importsList(page: Page): Query<Part<Import>> {
  const key = keyOf(page, 2);
  return {
    statements: [
      {
        sql: `SELECT * FROM imports ${key ? "WHERE (started_at, id) < (?, ?)" : ""}
              ORDER BY started_at DESC, id DESC LIMIT ?`,
        args: [...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["started_at"]), String(row["id"])], toImport),
  };
}

/** What an import refused, in the order of its rows. */
export function refusals(id: string, page: Page): Query<Part<RefusedRow>> {
  const key = keyOf(page, 2);
  return {
    statements: [
      {
        sql: `SELECT * FROM import_refusals WHERE import_id = ? ${key ? "AND (row, part) > (?, ?)" : ""}
              ORDER BY row, part LIMIT ?`,
        args: [id, ...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) =>
      cut(
        rows,
        page,
        (row) => [Number(row["row"]), Number(row["part"])],
        (row) => ({
          row: Number(row["row"]),
          code: String(row["code"]),
          message: String(row["message"]),
          partial: Number(row["partial"]) === 1,
        }),
      ),
  };
}

/** Moves an import on by `rows` from where the sender thought it was; false when it was elsewhere, and nothing is noted. */
export async function advance(db: Db, at: Import, rows: number, taken: Taken, now: number): Promise<boolean> {
  const refused = taken.refused.map((one, part) => ({ ...one, part }));
  const results = await db.write([
    // First, so that who comes too late leaves nothing behind.
    {
      sql: `INSERT INTO import_refusals (import_id, row, part, code, message, partial)
            SELECT imports.id, value->>'$.row', value->>'$.part', value->>'$.code', value->>'$.message', value->>'$.partial'
            FROM imports CROSS JOIN json_each(?) WHERE imports.id = ? AND done = ? AND finished_at IS NULL
            ON CONFLICT(import_id, row, part) DO NOTHING`,
      args: [JSON.stringify(refused), at.id, at.done],
    },
    {
      sql: `UPDATE imports SET done = done + ?, accepted = accepted + ?, created = created + ?, changed = changed + ?,
              refused = refused + ?, updated_at = ? WHERE id = ? AND done = ? AND finished_at IS NULL`,
      args: [
        rows,
        taken.accepted,
        taken.created,
        taken.changed,
        taken.refused.filter(({ partial }) => !partial).length,
        now,
        at.id,
        at.done,
      ],
    },
  ]);
  return results[1]!.rowsAffected === 1;
}

/** Notes that all rows are in. Twice changes nothing. @throws Refusal `conflict` while rows are missing, or for nothing in the place of ranges */
export async function finish(db: Db, at: Import, now: number): Promise<void> {
  const { id, kind, dryRun, total, done, accepted } = at;
  if (at.finishedAt !== null) return;
  if (total !== null && done < total)
    throw new Refusal("conflict", `${total - done} of ${total} rows are still to come; send them first.`);
  if (kind === "ip-ranges" && !dryRun && accepted === 0) {
    // Its rows may be good ones another time.
    await db.write([{ sql: "UPDATE imports SET key = NULL WHERE id = ?", args: [id] }]);
    throw new Refusal(
      "conflict",
      "No row of this list was taken, so the list before stays in force. Mend it, and begin again.",
    );
  }
  const [finished] = await db.write([
    {
      sql: "UPDATE imports SET finished_at = ?2, updated_at = ?2 WHERE id = ?1 AND done = ?3 AND finished_at IS NULL",
      args: [id, now, done],
    },
  ]);
  if (finished!.rowsAffected === 1) return;
  const latest = await askOne(db, importOf(id));
  if (latest?.finishedAt === null)
    throw new Refusal("conflict", "Rows have come meanwhile. Finish it when all are in.");
}

function toImport(row: Row): Import {
  return {
    id: String(row["id"]),
    kind: row["kind"] as Import["kind"],
    name: String(row["name"]),
    dryRun: Number(row["dry_run"]) === 1,
    total: number(row, "total"),
    done: Number(row["done"]),
    accepted: Number(row["accepted"]),
    created: Number(row["created"]),
    changed: Number(row["changed"]),
    refused: Number(row["refused"]),
    startedAt: Number(row["started_at"]),
    updatedAt: Number(row["updated_at"]),
    finishedAt: number(row, "finished_at"),
  };
}
