import type { Query } from "./query.ts";

/** How many chose for themselves on a day (`2026-11-22`), and how many of them allowed statistics. */
export interface ChoiceDay {
  day: string;
  people: number;
  analytics: number;
}

/** Choices day by day between two days, both included; days without any are left out. */
export function choiceDays(from: string, to: string): Query<ChoiceDay[]> {
  return {
    statements: [
      {
        sql: `SELECT day, sum(people) AS people, sum(people * analytics) AS analytics FROM choices
              WHERE day BETWEEN ? AND ? AND how <> 'region' GROUP BY day ORDER BY day`,
        args: [from, to],
      },
    ],
    read: (rows) =>
      rows.map((row) => ({
        day: String(row["day"]),
        people: Number(row["people"]),
        analytics: Number(row["analytics"]),
      })),
  };
}
