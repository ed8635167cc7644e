import type { Row } from "@libsql/client/http";
import type { Place } from "../events/event.ts";
import { PERSON_ID } from "./people.ts";
import { json, type Query, text } from "./query.ts";

/** A visit, with the company from whose network it came. Times are epoch ms. */
export interface Stay {
  profile: string;
  email: string | null;
  startedAt: number;
  lastAt: number;
  views: number;
  landing: string | null;
  /** The class of what it came from; null for a visit that began with an address typed or a bookmark. */
  referrer: string | null;
  place: Place | null;
  company: { id: string; name: string } | null;
}

/** The latest visits of a person. */
export const visitsOf = (profile: string, limit: number): Query<Stay[]> =>
  visits(`s.profile_id = ${PERSON_ID}`, profile, limit);

/** The latest visits from a company's network, whoever they were. */
export const visitsFrom = (company: string, limit: number): Query<Stay[]> => visits("s.company_id = ?", company, limit);

/** A visit's place is that of its first event that has one. */
function visits(whose: string, id: string, limit: number): Query<Stay[]> {
  return {
    statements: [
      {
        sql: `SELECT s.profile_id, p.email, s.started_at, s.last_at, s.views, s.landing, s.referrer, s.company_id, c.name,
                (SELECT e.data->>'$.place' FROM events AS e
                 WHERE e.profile_id = s.profile_id AND e.at BETWEEN s.started_at AND s.last_at AND e.data->>'$.place' IS NOT NULL
                 ORDER BY e.at LIMIT 1) AS place
              FROM sessions AS s
              LEFT JOIN profiles AS p ON p.id = s.profile_id
              LEFT JOIN companies AS c ON c.id = s.company_id
              WHERE ${whose} ORDER BY s.started_at DESC LIMIT ?`,
        args: [id, limit],
      },
    ],
    read: (rows) => rows.map(toStay),
  };
}

function toStay(row: Row): Stay {
  const name = text(row, "name");
  return {
    profile: String(row["profile_id"]),
    email: text(row, "email"),
    startedAt: Number(row["started_at"]),
    lastAt: Number(row["last_at"]),
    views: Number(row["views"]),
    landing: text(row, "landing"),
    referrer: text(row, "referrer"),
    place: json<Place>(row, "place"),
    company: name === null ? null : { id: String(row["company_id"]), name },
  };
}
