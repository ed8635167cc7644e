import type { InStatement } from "@libsql/client/http";
import { type Chore, MOST_ROWS } from "./chore.ts";

/** The place of the last company looked at. */
const SWEPT = "companiesSwept";

/** Nobody works there, no visit came from there, and the site has no id of its own for it. */
const NOTHING_TELLS = `c.last_seen < ?1
  AND NOT EXISTS (SELECT 1 FROM profiles WHERE company_id = c.id)
  AND NOT EXISTS (SELECT 1 FROM sessions WHERE company_id = c.id)
  AND NOT EXISTS (SELECT 1 FROM company_keys WHERE company_id = c.id AND key >= 'group:' AND key < 'group;')`;

/**
 * Companies of which nothing tells any more, with their keys. Old ones with people or an id stay, and there may be many, so
 * each tick looks at some more of all, and begins again when it has seen the last; a place is a rowid.
 */
export const forgetCompanies: Chore = {
  name: "forgotten companies",
  async slice({ db, now, playbook }) {
    const before = now - playbook.site.retention.events;
    const [found] = await db.read([
      {
        sql: `SELECT c.rowid AS place, c.id, ${NOTHING_TELLS} AS forgotten FROM companies AS c
              WHERE c.rowid > coalesce((SELECT value FROM counters WHERE name = '${SWEPT}'), 0)
              ORDER BY c.rowid LIMIT ${MOST_ROWS}`,
        args: [before],
      },
    ]);
    const rows = found?.rows ?? [];
    const ids = rows.filter((row) => Number(row["forgotten"]) === 1).map((row) => String(row["id"]));
    const isFull = rows.length === MOST_ROWS;
    await db.write([
      ...(ids.length > 0 ? forget(ids, before) : []),
      sweptTo(isFull ? Number(rows.at(-1)!["place"]) : 0),
    ]);
    return isFull && ids.length > 0;
  },
};

/** Those that are still as they were found. */
function forget(ids: string[], before: number): InStatement[] {
  const list = JSON.stringify(ids);
  return [
    {
      sql: `DELETE FROM companies AS c WHERE c.id IN (SELECT value FROM json_each(?2)) AND ${NOTHING_TELLS}`,
      args: [before, list],
    },
    ...["company_keys", "company_segments", "company_events"].map((table) => ({
      sql: `DELETE FROM ${table} WHERE company_id IN
              (SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM companies WHERE id = value))`,
      args: [list],
    })),
  ];
}

const sweptTo = (place: number): InStatement => ({
  sql: `INSERT INTO counters (name, value) VALUES ('${SWEPT}', ?)
        ON CONFLICT(name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  args: [place],
});
