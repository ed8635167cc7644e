import type { Query } from "./query.ts";

/** The two dimensions of the score, best first. */
export const GRADES = ["A", "B", "C", "D"] as const;
export const RANKS = [1, 2, 3, 4] as const;

/** All cells that they make, `A1` first. */
export const CELLS: string[] = GRADES.flatMap((grade) => RANKS.map((rank) => `${grade}${rank}`));

/** How many people are in each cell of grade and rank (`B2`), by an index of nothing but cells. */
export function cellCounts(): Query<Map<string, number>> {
  return {
    statements: [
      { sql: "SELECT cell, count(*) AS people FROM profiles WHERE cell IS NOT NULL GROUP BY cell", args: [] },
    ],
    read: (rows) => new Map(rows.map((row) => [String(row["cell"]), Number(row["people"])])),
  };
}
