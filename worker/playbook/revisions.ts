import type { Row } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";
import { Refusal } from "../platform/errors.ts";
import { publish, REVISION, type Revision, toRevision } from "./store.ts";

/** A revision as the history tells it; times are epoch ms. */
export interface Published {
  revision: number;
  publishedAt: number;
  publishedBy: string | null;
  note: string | null;
  /** Whether its files can be had back. */
  hasFiles: boolean;
  /** How far the people stored then have come to it; null where that was never noted. */
  people: { total: number; done: number; changed: number; startedAt: number; finishedAt: number | null } | null;
}

/** Up to `limit` revisions before `before`, newest first. */
export async function revisionsBefore(db: Db, before: number | null, limit: number): Promise<Published[]> {
  const [result] = await db.read([
    {
      sql: `SELECT r.revision, published_at, published_by, note, files IS NOT NULL AS has_files,
              total, done, changed, started_at, finished_at
            FROM playbook_revisions AS r LEFT JOIN republishings AS p ON p.revision = r.revision
            WHERE ?1 IS NULL OR r.revision < ?1 ORDER BY r.revision DESC LIMIT ?2`,
      args: [before, limit],
    },
  ]);
  return (result?.rows ?? []).map(toPublished);
}

function toPublished(row: Row): Published {
  const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  const number = (name: string): number => Number(row[name]);
  return {
    revision: number("revision"),
    publishedAt: number("published_at"),
    publishedBy: text("published_by"),
    note: text("note"),
    hasFiles: number("has_files") === 1,
    people:
      row["total"] === null
        ? null
        : {
            total: number("total"),
            done: number("done"),
            changed: number("changed"),
            startedAt: number("started_at"),
            finishedAt: row["finished_at"] === null ? null : number("finished_at"),
          },
  };
}

/** One revision with its files; `files` is null where it was published without them. @throws Refusal `not_found` */
export async function revisionOf(
  db: Db,
  revision: number,
): Promise<Revision & { files: Record<string, string> | null }> {
  const [result] = await db.read([
    { sql: `SELECT ${REVISION}, files FROM playbook_revisions WHERE revision = ?`, args: [revision] },
  ]);
  const row = result?.rows[0];
  if (!row) throw new Refusal("not_found", `There is no revision ${revision}; /playbook/revisions lists them all.`);
  return { ...toRevision(row), files: row["files"] === null ? null : JSON.parse(String(row["files"])) };
}

/**
 * Publishes what an earlier revision said, as a new one.
 * @throws Refusal `not_found`, `playbook_invalid` where the rules have become stricter since
 */
export async function rollBack(
  db: Db,
  { revision, by, note }: { revision: number; by?: string | undefined; note?: string | undefined },
  now: number,
): Promise<{ revision: number; created: boolean }> {
  const { document, files } = await revisionOf(db, revision);
  return publish(db, { document, files: files ?? undefined, by, note: note ?? `Rolled back to ${revision}` }, now);
}
