import type { InStatement, Row } from "@libsql/client/http";
import { insertRows } from "../platform/rows.ts";
import { type CompanyWork, type KnownCompanies, MOST_TRAITS, namesOf } from "./claims.ts";
import type { Naming } from "./naming.ts";
import { RANGES_OF } from "./ranges.ts";
import { companies, companyKeys } from "./tables.ts";

/** Whether the site has an id of its own for a company. */
const GROUPED = `EXISTS (SELECT 1 FROM company_keys AS g
  WHERE g.company_id = k.company_id AND g.key >= 'group:' AND g.key < 'group;')`;

const DOMAIN = "substr(email, instr(email, '@') + 1)";

/** Looks the companies up that these keys lead to. Read the rows with {@link knownCompanies}. */
export function companiesQuery({ keys, submissions, addresses }: Naming): InStatement {
  const asked = "permissions WHERE submission IN (SELECT value FROM json_each(?))";
  const ranges = `json_each(?) AS asked CROSS JOIN ${RANGES_OF("asked.value")}`;
  const named: [sql: string, list: string[]][] = [
    ["SELECT value FROM json_each(?)", keys],
    // A domain is known without a leading www. or mail.; asking for more than there is does no harm.
    ...[1, 5, 6].map((at): [string, string[]] => [
      `SELECT 'domain:' || substr(${DOMAIN}, ${at}) FROM ${asked}`,
      submissions,
    ]),
    [`SELECT 'network:' || lower(r.organization) FROM ${ranges}`, addresses],
    [`SELECT 'domain:' || r.domain FROM ${ranges} WHERE r.domain IS NOT NULL`, addresses],
  ];
  const needed = named.filter(([, list]) => list.length > 0);
  return {
    sql: `SELECT k.key, k.company_id, ${GROUPED} AS grouped, c.domain, c.traits FROM company_keys AS k
          LEFT JOIN companies AS c ON c.id = k.company_id
          WHERE k.key IN (${needed.map(([sql]) => sql).join(" UNION ")})`,
    args: needed.map(([, list]) => JSON.stringify(list)),
  };
}

export function knownCompanies(rows: Row[]): KnownCompanies {
  const id = (row: Row): string => String(row["company_id"]);
  return {
    ids: new Map(rows.map((row) => [String(row["key"]), id(row)])),
    grouped: new Set(rows.filter((row) => Number(row["grouped"]) === 1).map(id)),
    facts: new Map(
      rows.flatMap((row) => {
        if (row["traits"] === null) return [];
        const domain = row["domain"] === null ? null : String(row["domain"]);
        return [[id(row), namesOf(domain, JSON.parse(String(row["traits"])) as Record<string, unknown>)]];
      }),
    ),
  };
}

const JOINED_TRAITS = "json_patch(companies.traits, excluded.traits)";

/** Whether what is told of a company is news; then it is worked out again. */
const IS_NEWS = `((name IS domain AND excluded.name <> name) OR (domain IS NULL AND excluded.domain IS NOT NULL)
  OR traits <> ${JOINED_TRAITS})`;

/**
 * Writes what a batch says of companies, after its people and sessions. A key that leads elsewhere by now was lost in a
 * race: NOT NULL fails, and with it the whole transaction.
 */
export function companyStatements({ keys, rows, merges }: CompanyWork): InStatement[] {
  const told = [...rows.values()].filter((row) => row.told !== null);
  return [
    ...insertRows(
      companyKeys,
      [...keys].map(([key, companyId]) => ({ key, companyId })),
      `ON CONFLICT(key) DO UPDATE SET
         company_id = CASE WHEN company_id = excluded.company_id THEN company_id END`,
    ),
    ...insertRows(
      companies,
      [...rows.values()],
      `ON CONFLICT(id) DO UPDATE SET
         name = CASE WHEN name = domain THEN excluded.name ELSE name END,
         domain = coalesce(domain, excluded.domain),
         traits = CASE WHEN (SELECT count(*) FROM json_each(${JOINED_TRAITS})) <= ${MOST_TRAITS}
                    THEN ${JOINED_TRAITS} ELSE traits END,
         due_at = iif(${IS_NEWS}, 0, due_at), changes = changes + ${IS_NEWS},
         first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)`,
    ),
    ...(told.length === 0
      ? []
      : [
          {
            sql: `UPDATE companies SET name = value->>'$.told', due_at = 0, changes = changes + 1 FROM json_each(?)
                  WHERE companies.id = value->>'$.id' AND companies.name <> value->>'$.told'`,
            args: [JSON.stringify(told)],
          },
        ]),
    ...merges.flatMap(({ fromId, intoId }) => mergeStatements(fromId, intoId)),
  ];
}

/** One company of two. The people's version counts on, so that whoever read them before loses the race. */
function mergeStatements(fromId: string, intoId: string): InStatement[] {
  const args = [fromId, intoId];
  return [
    {
      sql: `UPDATE companies SET
              name = CASE WHEN companies.name = companies.domain THEN gone.name ELSE companies.name END,
              domain = coalesce(companies.domain, gone.domain),
              traits = json_patch(gone.traits, companies.traits),
              first_seen = min(companies.first_seen, gone.first_seen),
              last_seen = max(companies.last_seen, gone.last_seen),
              due_at = 0, changes = companies.changes + 1, telling = 0
            FROM companies AS gone WHERE companies.id = ?2 AND gone.id = ?1`,
      args,
    },
    { sql: "DELETE FROM companies WHERE id = ?", args: [fromId] },
    { sql: "DELETE FROM company_segments WHERE company_id = ?", args: [fromId] },
    { sql: "UPDATE OR IGNORE company_events SET company_id = ?2 WHERE company_id = ?1", args },
    { sql: "UPDATE company_keys SET company_id = ?2 WHERE company_id = ?1", args },
    { sql: "UPDATE profiles SET company_id = ?2, version = version + 1 WHERE company_id = ?1", args },
    { sql: "UPDATE sessions SET company_id = ?2 WHERE company_id = ?1", args },
  ];
}

/** Companies to which something has happened, by what happened to their people (ids as SQL): they are worked out again. */
export const companiesChanged = (ids: string, args: (string | number)[]): InStatement => ({
  sql: `UPDATE companies SET due_at = 0, changes = changes + 1 WHERE id IN ${ids}`,
  args,
});

/**
 * Forgets the companies of people about to be erased (their ids as SQL, whose `?1` is `id`) of which nothing else tells: no
 * other person, no visit of somebody else, no id of the site's own. The domain of one person's address is theirs. The others are
 * added up again.
 */
export function forgetLonelyCompanies(theirs: string, id: string): InStatement[] {
  const own = (table: string, column: string): string => `SELECT company_id FROM ${table} WHERE ${column} IN ${theirs}`;
  const lonely = `SELECT k.company_id FROM company_keys AS k
    WHERE k.company_id IN (${own("profiles", "id")} UNION ${own("sessions", "profile_id")}) AND NOT ${GROUPED}
      AND NOT EXISTS (SELECT 1 FROM profiles AS p WHERE p.company_id = k.company_id AND p.id NOT IN ${theirs})
      AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.company_id = k.company_id AND s.profile_id NOT IN ${theirs})`;
  return [
    companiesChanged(`(${own("profiles", "id")})`, [id]),
    ...["companies", "company_segments", "company_events"].map((table) => ({
      sql: `DELETE FROM ${table} WHERE ${table === "companies" ? "id" : "company_id"} IN (${lonely})`,
      args: [id],
    })),
    { sql: `DELETE FROM company_keys WHERE company_id IN (${lonely})`, args: [id] },
  ];
}
