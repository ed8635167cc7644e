import type { Row } from "@libsql/client/http";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { PERSON_ID } from "./people.ts";
import { json, type Query, text } from "./query.ts";

/** What the fold made of an event, as stored with it. */
export interface Effects {
  points: { rule: string; points: number }[];
  stage?: { from: string; to: string };
  entered?: string[];
  left?: string[];
}

/** Something that a person did, and what came of it. `at` is epoch ms. */
export interface Happening extends Effects {
  id: string;
  type: string;
  name: string | null;
  at: number;
  path: string | null;
  title: string | null;
  data: Record<string, unknown>;
}

/**
 * What followed from an event at once is told on that event's own line, by its effects: beside it, it would be told twice. The plus
 * keeps SQLite from looking for these types in an index.
 */
const IS_NEWS = `NOT (+type IN ('segment_entered', 'segment_left', 'stage_entered') AND data->>'$.properties.by' = 'event')`;

/** A person's events, newest first: all of them, or only those that others do not tell of. */
export function timeline(profile: string, page: Page, isNewsOnly = false): Query<Part<Happening>> {
  const key = keyOf(page, 2);
  return {
    statements: [
      {
        sql: `SELECT id, type, name, at, path, title, data, effects FROM events
              WHERE profile_id = ${PERSON_ID} ${key ? "AND (at, id) < (?, ?)" : ""}
                ${isNewsOnly ? `AND ${IS_NEWS}` : ""} ORDER BY at DESC, id DESC LIMIT ?`,
        args: [profile, ...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) =>
      cut(
        rows.map(toHappening),
        page,
        ({ at, id }) => [at, id],
        (happening) => happening,
      ),
  };
}

/** Anything that happened, with whose it is. */
export interface Latest extends Happening {
  profile: string;
  email: string | null;
}

/**
 * The events stored last, newest first; with `after`, only those stored after that place. `place` is that of the newest
 * event there is, whether shown or not: places of erased events are given again, so it may go down.
 */
export function latest(after: number, limit: number): Query<{ events: Latest[]; place: number }> {
  return {
    statements: [
      { sql: "SELECT coalesce(max(rowid), 0) AS place FROM events", args: [] },
      {
        sql: `SELECT e.id, e.type, e.name, e.at, e.path, e.title, e.data, e.effects, e.profile_id, p.email
              FROM events AS e LEFT JOIN profiles AS p ON p.id = e.profile_id
              WHERE e.rowid > ? AND ${IS_NEWS.replace("+type", "+e.type")} ORDER BY e.rowid DESC LIMIT ?`,
        args: [after, limit],
      },
    ],
    read: ([newest, ...rows]) => ({
      place: Number(newest?.["place"] ?? 0),
      events: rows.map((row) => ({
        ...toHappening(row),
        profile: String(row["profile_id"]),
        email: text(row, "email"),
      })),
    }),
  };
}

function toHappening(row: Row): Happening {
  const { who: _, ...data } = json<Record<string, unknown>>(row, "data") ?? {};
  const effects = json<Effects>(row, "effects") ?? { points: [] };
  return {
    id: String(row["id"]),
    type: String(row["type"]),
    name: text(row, "name"),
    at: Number(row["at"]),
    path: text(row, "path"),
    title: text(row, "title"),
    ...effects,
    data,
  };
}
