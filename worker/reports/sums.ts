import type { Query } from "./query.ts";

/** What happened to the events that came. */
export interface Stats {
  events: {
    received: number;
    stored: number;
    duplicate: number;
    anonymous: number;
    refused: Record<string, number>;
    deadLetters: number;
    traitsLeftOut: number;
  };
  consumer: { batches: number; roundTrips: number; lostRaces: number };
  profiles: number;
  messages: Record<string, number>;
}

const REFUSED = "refused.";

/** The sums kept while events are stored; nothing is counted through. Received is what was taken and what was refused. */
export function stats(): Query<Stats> {
  return {
    statements: [
      { sql: "SELECT 'counter' AS kind, name, value FROM counters", args: [] },
      { sql: "SELECT 'message' AS kind, status AS name, count(*) AS value FROM messages GROUP BY status", args: [] },
      {
        // Nearly nobody is merged: two counts over small indexes are faster than one that looks at each row.
        sql: `SELECT 'profiles' AS kind, '' AS name,
                (SELECT count(*) FROM profiles) - (SELECT count(*) FROM profiles WHERE merged_into IS NOT NULL) AS value`,
        args: [],
      },
    ],
    read(rows) {
      const of = (kind: string): Map<string, number> =>
        new Map(rows.filter((row) => row["kind"] === kind).map((row) => [String(row["name"]), Number(row["value"])]));
      const counters = of("counter");
      const count = (name: string): number => counters.get(name) ?? 0;
      const refused = [...counters].filter(([name]) => name.startsWith(REFUSED));
      return {
        events: {
          received: count("received") + refused.reduce((sum, [, value]) => sum + value, 0),
          stored: count("stored"),
          duplicate: count("duplicate"),
          anonymous: count("anonymous"),
          refused: Object.fromEntries(refused.map(([name, value]) => [name.slice(REFUSED.length), value])),
          deadLetters: count("deadLetters"),
          traitsLeftOut: count("traitsLeftOut"),
        },
        consumer: { batches: count("batches"), roundTrips: count("roundTrips"), lostRaces: count("lostRaces") },
        profiles: (of("profiles").get("") ?? 0) - count("erased"),
        messages: Object.fromEntries(of("message")),
      };
    },
  };
}

/** How many people are in each stage. */
export function stageCounts(): Query<Map<string, number>> {
  return {
    statements: [
      {
        sql: "SELECT stage, count(*) AS people FROM profiles WHERE merged_into IS NULL AND erased_at IS NULL GROUP BY stage",
        args: [],
      },
    ],
    read: (rows) => new Map(rows.map((row) => [String(row["stage"]), Number(row["people"])])),
  };
}

/** How many companies are known. */
export function companyCount(): Query<number> {
  return {
    statements: [{ sql: "SELECT count(*) AS companies FROM companies", args: [] }],
    read: ([row]) => Number(row?.["companies"] ?? 0),
  };
}
