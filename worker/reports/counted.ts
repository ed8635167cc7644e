import type { Query } from "./query.ts";
import { number, text } from "./query.ts";

/** People for whom a condition holds, and some of them, the last seen first. */
export interface Counted {
  people: number;
  examples: { id: string; email: string | null; stage: string }[];
}

const MOST_EXAMPLES = 5;

/** Counts the people, neither merged nor erased, for whom an SQL expression over `p` (conditions/sql) is true. */
export function counted({ sql, args }: { sql: string; args: (string | number)[] }): Query<Counted> {
  return {
    statements: [
      {
        sql: `SELECT id, email, stage, count(*) OVER () AS people FROM profiles AS p
              WHERE p.merged_into IS NULL AND p.erased_at IS NULL AND ${sql}
              ORDER BY last_seen DESC, id LIMIT ${MOST_EXAMPLES}`,
        args,
      },
    ],
    read: (rows) => ({
      people: rows[0] ? (number(rows[0], "people") ?? 0) : 0,
      examples: rows.map((row) => ({ id: String(row["id"]), email: text(row, "email"), stage: String(row["stage"]) })),
    }),
  };
}
