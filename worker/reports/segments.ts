import type { Row } from "@libsql/client/http";
import { dayOf } from "../lib/day.ts";
import { DAY } from "../lib/duration.ts";
import { PERSON, toPerson } from "../profiles/store.ts";
import type { LedgerRow } from "../permissions/standing.ts";
import type { Person } from "../profiles/person.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { type Query, text } from "./query.ts";

/** How many people are in each segment, or in one: from the days' sums, so nobody is counted through. */
export function segmentCounts(name?: string): Query<Map<string, number>> {
  const sum = "SELECT segment, sum(entered - left) AS people FROM segment_days";
  return {
    statements: [
      name === undefined
        ? { sql: `${sum} GROUP BY segment`, args: [] }
        : { sql: `${sum} WHERE segment = ? GROUP BY segment`, args: [name] },
    ],
    read: (rows) => new Map(rows.map((row) => [String(row["segment"]), Number(row["people"])])),
  };
}

/** A day of a segment: who came, who left, and how many were in it as it ended. */
export interface SegmentDay {
  day: string;
  entered: number;
  left: number;
  people: number;
}

/** Days (UTC) up to that of `now`, oldest first. */
export function daysUpTo(now: number, length: number): string[] {
  return Array.from({ length }, (_, i) => dayOf(now - (length - 1 - i) * DAY));
}

/** The sizes of segments on each of `days`, which follow each other; only of the segment `name` if one is given. */
export function segmentSizes(days: string[], name?: string): Query<Map<string, SegmentDay[]>> {
  const from = days[0]!;
  const one = name === undefined ? "" : "AND segment = ?";
  const args = name === undefined ? [] : [name];
  return {
    statements: [
      {
        sql: `SELECT segment, '' AS day, sum(entered) AS entered, sum(left) AS left FROM segment_days
              WHERE day < ? ${one} GROUP BY segment`,
        args: [from, ...args],
      },
      {
        sql: `SELECT segment, day, entered, left FROM segment_days WHERE day BETWEEN ? AND ? ${one}`,
        args: [from, days.at(-1)!, ...args],
      },
    ],
    read(rows) {
      const known = new Map(rows.map((row) => [`${String(row["day"])} ${String(row["segment"])}`, row]));
      const names = new Set(rows.map((row) => String(row["segment"])));
      return new Map([...names].map((segment) => [segment, sizes(segment, days, known)]));
    },
  };
}

function sizes(segment: string, days: string[], known: Map<string, Row>): SegmentDay[] {
  const of = (day: string): { entered: number; left: number } => {
    const row = known.get(`${day} ${segment}`);
    return { entered: Number(row?.["entered"] ?? 0), left: Number(row?.["left"] ?? 0) };
  };
  const before = of("");
  let people = before.entered - before.left;
  return days.map((day) => {
    const { entered, left } = of(day);
    people += entered - left;
    return { day, entered, left, people };
  });
}

/** Somebody in a segment, since when (epoch ms), who has proved their address, and what the ledger says of it. */
export interface Member {
  person: Person;
  since: number;
  holder: string | null;
  ledger: LedgerRow[];
}

/** People in a segment, by their ids: an order that does not change while it is read. */
export function members(segment: string, page: Page): Query<Part<Member>> {
  const key = keyOf(page, 1);
  return {
    statements: [
      {
        sql: `SELECT ${PERSON}, s.since, (
                SELECT json_group_array(json_object('topic', topic, 'status', status, 'submission', submission, 'at', at, 'how', how)) FROM
                  (SELECT topic, status, submission, at, evidence->>'$.how' AS how FROM permissions WHERE email = p.email AND channel = 'email' ORDER BY at, status = 'withdrawn', rowid)
              ) AS ledger,
              (SELECT id FROM profiles WHERE email = p.email AND email_confirmed_at IS NOT NULL) AS holder
              FROM profile_segments AS s CROSS JOIN profiles AS p ON p.id = s.profile_id
              WHERE s.segment = ? AND p.merged_into IS NULL AND p.erased_at IS NULL
                ${key ? "AND s.profile_id > ?" : ""} ORDER BY s.profile_id LIMIT ?`,
        args: [segment, ...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [String(row["id"])], toMember),
  };
}

function toMember(row: Row): Member {
  const ledger = JSON.parse(String(row["ledger"])) as LedgerRow[];
  return { person: toPerson(row), since: Number(row["since"]), holder: text(row, "holder"), ledger };
}
