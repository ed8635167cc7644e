import type { Row } from "@libsql/client/http";
import { type Person } from "../profiles/person.ts";
import { PERSON, toPerson } from "../profiles/store.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { type Query, text } from "./query.ts";

/** A person as read for a report, with the browsers that are theirs and the company they work for. */
export interface Known extends Person {
  visitors: string[];
  company: { id: string; name: string; domain: string | null } | null;
  /** The latest that they were handed over to sales by. */
  leadId: string | null;
}

/** Which people are wanted; all that is given must hold. `email` is normalized. */
export interface PeopleFilter {
  email?: string | undefined;
  visitor?: string | undefined;
  segment?: string | undefined;
  stage?: string | undefined;
  /** Grade and rank: `B2`. */
  cell?: string | undefined;
  /** The id of the company where they work. */
  company?: string | undefined;
}

const KNOWN = `${PERSON},
  (SELECT json_group_array(v.id) FROM (SELECT id FROM visitors WHERE profile_id = p.id ORDER BY last_seen DESC LIMIT 100) AS v)
    AS visitors,
  (SELECT json_object('id', c.id, 'name', c.name, 'domain', c.domain) FROM companies AS c WHERE c.id = p.company_id) AS company,
  (SELECT l.id FROM leads AS l WHERE l.profile_id = p.id AND l.status <> 'merged' ORDER BY l.created_at DESC LIMIT 1) AS lead_id`;

/** Up to so many members a segment is sorted as a whole; a larger one is met often enough on the way through everybody. */
const SMALL_SEGMENT = 5_000;

/** People, last seen first. Merged and erased profiles are nobody. */
export function people(filter: PeopleFilter, page: Page): Query<Part<Known>> {
  const key = keyOf(page, 2);
  const { conditions, args } = wanted(filter);
  if (key) conditions.push("(p.last_seen, p.id) < (?, ?)");
  const order = "ORDER BY p.last_seen DESC, p.id DESC LIMIT ?";
  const select = (from: string, more: string[]): string =>
    `SELECT ${KNOWN} FROM ${from} WHERE ${[...conditions, ...more].join(" AND ")} ${order}`;
  const rest = [...args, ...(key ?? [])];
  const { segment } = filter;
  const statements =
    segment === undefined
      ? [{ sql: select("profiles AS p", []), args: [...rest, page.limit + 1] }]
      : [
          {
            sql: select("profile_segments AS s CROSS JOIN profiles AS p ON p.id = s.profile_id", [
              "s.segment = ?",
              `${SIZE} <= ?`,
            ]),
            args: [...rest, segment, segment, SMALL_SEGMENT + 1, SMALL_SEGMENT, page.limit + 1],
          },
          {
            sql: select("profiles AS p", [
              "EXISTS (SELECT 1 FROM profile_segments WHERE segment = ? AND profile_id = p.id)",
              `${SIZE} > ?`,
            ]),
            args: [...rest, segment, segment, SMALL_SEGMENT + 1, SMALL_SEGMENT, page.limit + 1],
          },
        ];
  return {
    statements,
    read: (rows) =>
      cut(
        rows.map(toKnown),
        page,
        ({ state, id }) => [state.lastSeen, id],
        (known) => known,
      ),
  };
}

/** One person. A merged profile's id gives the person it went into; null for nobody, and for somebody erased. */
export function person(id: string): Query<Known | null> {
  return {
    statements: [
      {
        sql: `SELECT ${KNOWN} FROM profiles AS named JOIN profiles AS p ON p.id = coalesce(named.merged_into, named.id)
              WHERE named.id = ? AND p.erased_at IS NULL`,
        args: [id],
      },
    ],
    read: ([row]) => (row ? toKnown(row) : null),
  };
}

/** The id of the person that `?` stands for now, in SQL. */
export const PERSON_ID = "(SELECT coalesce(merged_into, id) FROM profiles WHERE id = ?)";

const SIZE = "(SELECT count(*) FROM (SELECT 1 FROM profile_segments WHERE segment = ? LIMIT ?))";

function wanted({ email, visitor, stage, cell, company }: PeopleFilter): { conditions: string[]; args: string[] } {
  const conditions = ["p.merged_into IS NULL", "p.erased_at IS NULL"];
  const args: string[] = [];
  const add = (condition: string, value: string | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    args.push(value);
  };
  add("p.email = ?", email);
  add("p.id = (SELECT profile_id FROM visitors WHERE id = ?)", visitor);
  add("p.stage = ?", stage);
  add("p.cell = ?", cell);
  add("p.company_id = ?", company);
  return { conditions, args };
}

const toKnown = (row: Row): Known => ({
  ...toPerson(row),
  visitors: JSON.parse(String(row["visitors"])),
  company: JSON.parse(String(row["company"])),
  leadId: text(row, "lead_id"),
});
