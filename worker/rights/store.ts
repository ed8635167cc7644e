import type { InStatement } from "@libsql/client/http";
import { insertRows } from "../platform/rows.ts";
import { cut, keyOf, type Page, type Part } from "../reports/page.ts";
import { type Query, text } from "../reports/query.ts";
import { rights } from "./tables.ts";

/** What was asked for, by whom and when (epoch ms). `hash` is the address's fingerprint; null where there was no address. */
export type Right = typeof rights.$inferSelect;

/** Writes down that somebody's right was met. The same `id` again writes nothing. */
export const recordRight = (...records: Right[]): InStatement[] =>
  insertRows(rights, records, "ON CONFLICT(id) DO NOTHING");

/**
 * What was asked for, the newest first. `hashes` are an address's fingerprints under all the keys still held
 * (`sealer.fingerprints`): what was done for that address.
 */
export function rightsList(filter: { hashes?: string[] | undefined }, page: Page): Query<Part<Right>> {
  const key = keyOf(page, 2);
  const conditions = [
    ...(filter.hashes ? ["hash IN (SELECT value FROM json_each(?))"] : []),
    ...(key ? ["(at, id) < (?, ?)"] : []),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  return {
    statements: [
      {
        sql: `SELECT id, at, kind, by, hash FROM rights ${where} ORDER BY at DESC, id DESC LIMIT ?`,
        args: [...(filter.hashes ? [JSON.stringify(filter.hashes)] : []), ...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) =>
      cut(
        rows,
        page,
        (row) => [Number(row["at"]), String(row["id"])],
        (row) => ({
          id: String(row["id"]),
          at: Number(row["at"]),
          kind: row["kind"] as Right["kind"],
          by: row["by"] as Right["by"],
          hash: text(row, "hash"),
        }),
      ),
  };
}
