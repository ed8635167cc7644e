import type { SuppressionReason } from "../permissions/tables.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import type { Query } from "./query.ts";

/** An address that gets nothing more, by its keyed hash; `at` is epoch ms. */
export interface SuppressedAddress {
  hash: string;
  topic: string;
  reason: SuppressionReason;
  at: number;
}

/** What is suppressed, newest first: all, or that of some hashes. */
export function suppressedAddresses(
  { hashes }: { hashes?: string[] | undefined },
  page: Page,
): Query<Part<SuppressedAddress>> {
  const key = keyOf(page, 1);
  const conditions = ["true"];
  const args: (string | number)[] = [];
  if (hashes !== undefined) {
    conditions.push("hash IN (SELECT value FROM json_each(?))");
    args.push(JSON.stringify(hashes));
  }
  if (key) {
    conditions.push("rowid < ?");
    args.push(...key);
  }
  return {
    statements: [
      {
        sql: `SELECT rowid AS place, hash, topic, reason, at FROM suppressions WHERE ${conditions.join(" AND ")}
              ORDER BY rowid DESC LIMIT ?`,
        args: [...args, page.limit + 1],
      },
    ],
    read: (rows) =>
      cut(
        rows,
        page,
        (row) => [Number(row["place"])],
        ({ hash, topic, reason, at }) => ({ hash, topic, reason, at }) as unknown as SuppressedAddress,
      ),
  };
}
