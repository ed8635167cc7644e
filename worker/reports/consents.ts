import type { Consent } from "../state/state.ts";
import { PERSON_ID } from "./people.ts";
import { type Query, text } from "./query.ts";

/** A choice of consent, with how it came to be. `at` is epoch ms. */
export interface Choice extends Consent {
  at: number;
  how: string;
  version: string | null;
  url: string | null;
}

const MOST = 20;

/** A person's latest choices, newest first. */
export function consents(profile: string): Query<Choice[]> {
  return {
    statements: [
      {
        sql: `SELECT at, analytics, personalization, marketing, how, version, url FROM consents
              WHERE profile_id = ${PERSON_ID} ORDER BY at DESC LIMIT ${MOST}`,
        args: [profile],
      },
    ],
    read: (rows) =>
      rows.map((row) => ({
        at: Number(row["at"]),
        analytics: Boolean(row["analytics"]),
        personalization: Boolean(row["personalization"]),
        marketing: Boolean(row["marketing"]),
        how: String(row["how"]),
        version: text(row, "version"),
        url: text(row, "url"),
      })),
  };
}
