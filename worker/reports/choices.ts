import type { InStatement } from "@libsql/client/http";
import type { Consent } from "../state/state.ts";
import type { Query } from "./query.ts";
import { FEW, OTHERS } from "./totals.ts";

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

const SLICE = 500;

/** As the index `choices_few` has it: rows of few people that still tell what they may lose. */
const FEW_ROWS = `people < ${FEW} AND (country <> '' OR version <> '${OTHERS}' OR how NOT IN ('${OTHERS}', 'region'))`;

/**
 * What rows of few people lose, one thing after the other until they are many: country, the words' version, the way. What a
 * region decided stays apart, since it is no choice. The day and the purposes stay, so that no rate changes.
 */
export const CHOICE_LEVELS = [
  { where: "country <> ''", version: "version", how: "how" },
  { where: `country = '' AND version <> '${OTHERS}'`, version: `'${OTHERS}'`, how: "how" },
  {
    where: `country = '' AND version = '${OTHERS}' AND how NOT IN ('${OTHERS}', 'region')`,
    version: `'${OTHERS}'`,
    how: `'${OTHERS}'`,
  },
] as const;

/**
 * One slice of that for the days before `today`, as one transaction; for a level after those before it. Nobody is lost or
 * counted twice, and doing it again, or for choices that come late, is safe. The last statement's affected rows tell whether
 * there was anything left.
 */
export function hideFewChoices(today: string, level: (typeof CHOICE_LEVELS)[number]): InStatement[] {
  // The new rows are of another level, so both statements speak of the same slice.
  const slice = `SELECT rowid FROM choices WHERE ${FEW_ROWS} AND day < ?1 AND ${level.where} ORDER BY day LIMIT ${SLICE}`;
  return [
    {
      sql: `INSERT INTO choices (day, country, how, version, analytics, personalization, marketing, people)
            SELECT day, '', ${level.how}, ${level.version}, analytics, personalization, marketing, sum(people)
            FROM choices WHERE rowid IN (${slice}) GROUP BY 1, 2, 3, 4, 5, 6, 7
            ON CONFLICT(day, country, how, version, analytics, personalization, marketing)
            DO UPDATE SET people = people + excluded.people`,
      args: [today],
    },
    { sql: `DELETE FROM choices WHERE rowid IN (${slice})`, args: [today] },
  ];
}
