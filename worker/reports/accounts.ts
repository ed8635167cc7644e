import type { companyEvents } from "../companies/tables.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import { PERSON, toPerson } from "../profiles/store.ts";
import { behaviourPoints } from "../scoring/index.ts";
import type { Query } from "./query.ts";

/** A part in a purchase, and who plays it; nobody where it is a gap. */
export interface BuyingRole {
  role: string;
  /** How many there are; of a large company not all of them are among `people`. */
  count: number;
  people: Person[];
}

/** The most people of a company's buying centre that are told. */
const MOST_MEMBERS = 100;

/** A company's people who have a role in a purchase, last seen first. */
export function members(id: string): Query<Person[]> {
  return {
    statements: [
      {
        sql: `SELECT ${PERSON} FROM profiles AS p WHERE p.company_id = ? AND p.state->>'$.role' IS NOT NULL
              ORDER BY p.last_seen DESC, p.id DESC LIMIT ${MOST_MEMBERS}`,
        args: [id],
      },
    ],
    read: (rows) => rows.map(toPerson),
  };
}

/**
 * A company's buying centre: the playbook's roles in its order, gaps included, the hottest people of each first. `roles` is how many people have each, as worked
 * out last; whoever has come since is counted too.
 */
export function buyingCentre(
  people: Person[],
  roles: Record<string, number>,
  playbook: Compiled,
  now: number,
): BuyingRole[] {
  const points = new Map(people.map(({ id, state }) => [id, behaviourPoints(state, playbook.scoring, now)]));
  return Object.keys(playbook.companies.roles).map((role) => {
    const found = people
      .filter(({ state }) => state.role === role)
      .toSorted((a, b) => points.get(b.id)! - points.get(a.id)!);
    const isAll = people.length < MOST_MEMBERS;
    return { role, count: isAll ? found.length : Math.max(found.length, roles[role] ?? 0), people: found };
  });
}

/** What became of a company. */
export interface Signal {
  at: number;
  type: (typeof companyEvents.$inferSelect)["type"];
  /** The segment. */
  name: string;
  by: (typeof companyEvents.$inferSelect)["by"];
}

/** The latest that became of a company. */
export function signals(id: string, limit: number): Query<Signal[]> {
  return {
    statements: [
      {
        sql: "SELECT at, type, name, by FROM company_events WHERE company_id = ? ORDER BY at DESC, type, name LIMIT ?",
        args: [id, limit],
      },
    ],
    read: (rows) =>
      rows.map((row) => ({
        at: Number(row["at"]),
        type: row["type"] as Signal["type"],
        name: String(row["name"]),
        by: row["by"] as Signal["by"],
      })),
  };
}

/** How many companies are in each segment of companies. */
export function companySegmentCounts(): Query<Map<string, number>> {
  return {
    statements: [{ sql: "SELECT segment, count(*) AS companies FROM company_segments GROUP BY segment", args: [] }],
    read: (rows) => new Map(rows.map((row) => [String(row["segment"]), Number(row["companies"])])),
  };
}
