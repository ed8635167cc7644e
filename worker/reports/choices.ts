import type { Consent } from "../state/state.ts";
import type { Query } from "./query.ts";

/** How many people made a choice in one way, having read one version of the words. */
export interface ChoiceSum extends Consent {
  how: string;
  version: string;
  people: number;
}

/** Choices of consent between two days, both included (`2026-11-22`): of everybody, also of those who said no. */
export function choiceSums(from: string, to: string): Query<ChoiceSum[]> {
  return {
    statements: [
      {
        sql: `SELECT how, version, analytics, personalization, marketing, sum(people) AS people FROM choices
              WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5 ORDER BY people DESC, 1, 2, 3, 4, 5 LIMIT 500`,
        args: [from, to],
      },
    ],
    read: (rows) =>
      rows.map((row) => ({
        how: String(row["how"]),
        version: String(row["version"]),
        analytics: Boolean(row["analytics"]),
        personalization: Boolean(row["personalization"]),
        marketing: Boolean(row["marketing"]),
        people: Number(row["people"]),
      })),
  };
}

/** The part of those who chose that allowed each purpose, 0 to 1; null where nobody chose. What a region decided is no choice. */
export function consentRates(sums: ChoiceSum[]): Record<keyof Consent, number | null> {
  const chosen = sums.filter(({ how }) => how !== "region");
  const count = (some: ChoiceSum[]): number => some.reduce((sum, { people }) => sum + people, 0);
  const all = count(chosen);
  const rate = (purpose: keyof Consent): number | null =>
    all === 0 ? null : count(chosen.filter((sum) => sum[purpose])) / all;
  return { analytics: rate("analytics"), personalization: rate("personalization"), marketing: rate("marketing") };
}
