import type { InStatement } from "@libsql/client/http";
import type { Query } from "./query.ts";

/** Fewer than so many are told together with others, so that nobody can be recognized in them. */
export const FEW = 5;
/** What stands for what is not told. */
export const OTHERS = "*";
/** A day's pages are kept by name as far as this, the most read first: strangers can make up any number of them. */
export const MOST_PATHS = 1_000;
const SLICE = 500;

/** By what views may be summed up. */
export const GROUPS = ["day", "path", "referrer", "country", "device"] as const;

/** How many views a group has; `*` is what is not told by itself. */
export interface Total {
  name: string;
  views: number;
}

/** Views without consent between two days, both included (`2026-11-22`). Groups that are small, or many, are told together. */
export function totalsBy(by: (typeof GROUPS)[number], from: string, to: string): Query<Total[]> {
  return {
    statements: [
      {
        sql: `SELECT CASE WHEN views < ${FEW} OR name = '' OR place > ${MOST_PATHS} THEN '${OTHERS}' ELSE name END AS name,
                sum(views) AS views
              FROM (SELECT ${by} AS name, sum(views) AS views, row_number() OVER (ORDER BY sum(views) DESC, ${by}) AS place
                    FROM totals WHERE day BETWEEN ? AND ? GROUP BY ${by})
              GROUP BY 1 ORDER BY ${by === "day" ? "1" : "2 DESC, 1"}`,
        args: [from, to],
      },
    ],
    read: (rows) => rows.map((row) => ({ name: String(row["name"]), views: Number(row["views"]) })),
  };
}

const FEW_ROWS = `views < ${FEW} AND referrer <> ''`;
export const INTO_TOTALS = "INSERT INTO totals (day, path, referrer, country, device, views)";
export const ADD_UP = "ON CONFLICT(day, path, referrer, country, device) DO UPDATE SET views = views + excluded.views";

/**
 * One slice of hiding the small numbers of days before `today`, as one transaction: rows of few views lose referrer,
 * country and device, and pages of few views their names. No view is lost or counted twice, and doing it again, or for
 * views that come late, is safe. The last statement's affected rows tell whether there was anything left.
 */
export function hideFew(today: string): InStatement[] {
  // The new rows have no referrer, so both statements speak of the same slice.
  const slice = `SELECT day, path FROM totals WHERE ${FEW_ROWS} AND day < ?1 ORDER BY day, path LIMIT ${SLICE}`;
  return [
    {
      sql: `${INTO_TOTALS}
            SELECT day, CASE WHEN every < ${FEW} THEN '${OTHERS}' ELSE path END, '', '', '', sum(few)
            FROM (SELECT day, path, sum(views) AS every, sum(CASE WHEN ${FEW_ROWS} THEN views ELSE 0 END) AS few
                  FROM totals WHERE (day, path) IN (${slice}) GROUP BY day, path)
            WHERE true GROUP BY 1, 2 ${ADD_UP}`,
      args: [today],
    },
    { sql: `DELETE FROM totals WHERE ${FEW_ROWS} AND (day, path) IN (${slice})`, args: [today] },
  ];
}
