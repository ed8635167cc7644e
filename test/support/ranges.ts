import { addRanges, parseRange, type Range } from "../../worker/companies/ranges.ts";
import type { Db } from "../../worker/platform/db.ts";

interface Options {
  name?: string;
  dryRun?: number;
  finishedAt?: number | null;
}

/** Takes a list of ranges in, as an import that began and, unless told otherwise, was finished at `at`. */
export async function importRanges(
  db: Db,
  id: string,
  at: number,
  list: object[],
  options: Options = {},
): Promise<void> {
  const { name = "asn", dryRun = 0, finishedAt = at } = options;
  await db.write([
    {
      sql: `INSERT INTO imports (id, kind, name, dry_run, done, accepted, refused, started_at, updated_at, finished_at)
            VALUES (?, 'ip-ranges', ?, ?, 0, 0, 0, ?, ?, ?)`,
      args: [id, name, dryRun, at, at, finishedAt],
    },
  ]);
  const ranges = list.map((row) => parseRange(row) as Range);
  await addRanges(db, ranges, name, id);
}

/** The rows of one question, as plain objects. */
export async function rowsOf(db: Db, sql: string, ...args: string[]): Promise<Record<string, unknown>[]> {
  const [result] = await db.read([{ sql, args }]);
  return result!.rows.map((row) => ({ ...row }));
}
