import type { InStatement, Row } from "@libsql/client/http";
import { json, type Query, text } from "./query.ts";
import { ADD_UP, INTO_TOTALS, MOST_PATHS, OTHERS } from "./totals.ts";

/** Rows a slice looks at, whatever the day has. */
const SLICE = 500;
/** The day up to which all were begun, as days since 1970. */
const BEGUN = "totalsCapped";

/** A row's place within its day: path, referrer, country, device. */
type Place = [string, string, string, string];

/** A day that is being brought down to the most pages that are kept by name. */
export interface Capping {
  day: string;
  /** Whether it is known which names stay. */
  isRanked: boolean;
  /** The last row looked at. */
  cursor: Place;
}

const PLACE = "(path, referrer, country, device)";
const PLACES = ["path", "referrer", "country", "device"];

/** The oldest day before `today` that nobody began with. */
export function dayToCap(today: string): Query<string | null> {
  return {
    statements: [
      {
        sql: `SELECT min(day) AS day FROM totals WHERE day < ? AND day >
                coalesce((SELECT date(value * 86400, 'unixepoch') FROM counters WHERE name = '${BEGUN}'), '')`,
        args: [today],
      },
    ],
    read: ([row]) => (row ? text(row, "day") : null),
  };
}

/** Takes a day on. Twice is as good as once. */
export function beginCapping(day: string): InStatement[] {
  return [
    {
      sql: `INSERT INTO totals_cappings (day, cursor, turns) VALUES (?, '["","","",""]', 0) ON CONFLICT(day) DO NOTHING`,
      args: [day],
    },
    {
      sql: `INSERT INTO counters (name, value) VALUES ('${BEGUN}', ?)
            ON CONFLICT(name) DO UPDATE SET value = max(value, excluded.value)`,
      args: [Date.parse(day) / 86_400_000],
    },
  ];
}

/** Gives the turn to the day that had the fewest; read its row with {@link toCapping}. It counts even if the work then fails. */
export const NEXT_TURN = `UPDATE totals_cappings SET turns = turns + 1
  WHERE day = (SELECT day FROM totals_cappings ORDER BY turns, day LIMIT 1)
  RETURNING day, kept IS NOT NULL AS ranked, cursor`;

export const toCapping = (row: Row): Capping => ({
  day: String(row["day"]),
  isRanked: Number(row["ranked"]) === 1,
  cursor: json<Place>(row, "cursor")!,
});

/** The names that stay, the most read first; null if there are no more than may stay. The one time that a day is read through. */
export function keptPaths(day: string): Query<string[] | null> {
  return {
    statements: [
      {
        sql: `SELECT path FROM totals WHERE day = ? AND path <> '${OTHERS}'
              GROUP BY path ORDER BY sum(views) DESC, path LIMIT ${MOST_PATHS + 1}`,
        args: [day],
      },
    ],
    read: (rows) => (rows.length <= MOST_PATHS ? null : rows.slice(0, MOST_PATHS).map((row) => String(row["path"]))),
  };
}

/** Notes which names stay; who looked first is right. */
export function keepPaths(day: string, kept: string[]): InStatement {
  return {
    sql: "UPDATE totals_cappings SET kept = ?2 WHERE day = ?1 AND kept IS NULL",
    args: [day, JSON.stringify(kept)],
  };
}

/** Where the next slice of a day ends; null if it has no more rows. */
export function endOfSlice({ day, cursor }: Capping): Query<Place | null> {
  return {
    statements: [
      {
        sql: `SELECT * FROM (SELECT ${PLACES.join(", ")} FROM totals WHERE day = ? AND ${PLACE} > (?, ?, ?, ?)
                ORDER BY ${PLACES.join(", ")} LIMIT ${SLICE})
              ORDER BY ${PLACES.map((column) => `${column} DESC`).join(", ")} LIMIT 1`,
        args: [day, ...cursor],
      },
    ],
    read: ([row]) => (row ? (PLACES.map((column) => String(row[column])) as Place) : null),
  };
}

/**
 * Tells the views of a slice's pages without a name together, as one transaction. Doing it again changes nothing, nor does
 * doing it for a day that another tick has ended.
 */
export function capSlice({ day, cursor }: Capping, end: Place): InStatement[] {
  const slice = `day = ?1 AND ${PLACE} > (?2, ?3, ?4, ?5) AND ${PLACE} <= (?6, ?7, ?8, ?9) AND path <> '${OTHERS}'
    AND EXISTS (SELECT 1 FROM totals_cappings WHERE day = ?1 AND kept IS NOT NULL)
    AND path NOT IN (SELECT value FROM json_each((SELECT kept FROM totals_cappings WHERE day = ?1)))`;
  const args = [day, ...cursor, ...end];
  return [
    {
      sql: `${INTO_TOTALS} SELECT day, '${OTHERS}', '', '', '', sum(views) FROM totals WHERE ${slice} GROUP BY day ${ADD_UP}`,
      args,
    },
    { sql: `DELETE FROM totals WHERE ${slice}`, args },
    { sql: "UPDATE totals_cappings SET cursor = ?2 WHERE day = ?1", args: [day, JSON.stringify(end)] },
  ];
}

/** Notes that a day is done. */
export const endCapping = (day: string): InStatement => ({
  sql: "DELETE FROM totals_cappings WHERE day = ?",
  args: [day],
});
