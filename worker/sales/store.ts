import type { InStatement, Row } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";
import type { Sales } from "../playbook/index.ts";
import { assignStatements } from "./assign.ts";
import { closedPlace, type LeadStatus, type NewLead, placeOf, type Standing } from "./lead.ts";

/** Page views looked at for reasons, and pages told. */
const MOST_VIEWS = 200;
const MOST_PAGES = 5;

/** What one batch does to leads, worked out before anything is written. */
export interface LeadWork {
  fresh: NewLead[];
  /** By whose rules they are assigned. */
  sales?: Sales;
  /** By id, as answers leave them; `version` is the one that was read. */
  answered: Map<string, Standing>;
}

/** Looks leads up by id. Read the rows with {@link standingOf}. */
export const leadsQuery = (ids: string[]): InStatement => ({
  sql: `SELECT l.id, profile_id, status, due_at, accepted_at, closed_at, cause, amount, currency, note, version
        FROM json_each(?) AS asked JOIN leads AS l ON l.id = asked.value`,
  args: [JSON.stringify(ids)],
});

export function standingOf(row: Row): Standing {
  const number = (column: string): number | null => (row[column] === null ? null : Number(row[column]));
  const text = (column: string): string | null => (row[column] === null ? null : String(row[column]));
  return {
    id: String(row["id"]),
    profileId: String(row["profile_id"]),
    status: String(row["status"]) as LeadStatus,
    dueAt: Number(row["due_at"]),
    acceptedAt: number("accepted_at"),
    closedAt: number("closed_at"),
    cause: text("cause"),
    amount: number("amount"),
    currency: text("currency"),
    note: text("note"),
    version: Number(row["version"]),
  };
}

/** A lead as it stands; null if there is none. */
export async function readLead(db: Db, id: string): Promise<Standing | null> {
  const [result] = await db.read([leadsQuery([id])]);
  const row = result?.rows[0];
  return row ? standingOf(row) : null;
}

/**
 * Gives an open lead to another owner, if nobody answered it in the meantime.
 * @returns whether it was done
 */
export async function assignLead(db: Db, { id, version }: Standing, owner: string): Promise<boolean> {
  const [result] = await db.write([
    {
      sql: `UPDATE leads SET owner = ?, version = version + 1
            WHERE id = ? AND version = ? AND status IN ('mql', 'sql')`,
      args: [owner, id, version],
    },
  ]);
  return result!.rowsAffected > 0;
}

/**
 * Writes what a batch does to leads, after its people and events, and after merges have moved what is theirs. `persons` are those
 * whom somebody was merged into.
 */
export function leadStatements({ fresh, sales, answered }: LeadWork, persons: string[], now: number): InStatement[] {
  return [
    ...(fresh.length > 0 && sales
      ? [
          insertStatement(fresh),
          ...assignStatements(
            fresh.map(({ id }) => id),
            sales,
          ),
        ]
      : []),
    ...(answered.size > 0 ? [answerStatement([...answered.values()])] : []),
    ...(persons.length > 0 ? [joinStatement(persons, now)] : []),
  ];
}

const PERSON = "coalesce((SELECT merged_into FROM profiles WHERE id = value->>'$.profileId'), value->>'$.profileId')";

const PAGES = `(SELECT json_group_array(json_object('path', path, 'title', title, 'at', latest)) FROM (
  SELECT path, max(title) AS title, max(at) AS latest FROM (
    SELECT path, title, at, effects FROM events WHERE profile_id = ${PERSON} AND type = 'page_view'
    ORDER BY at DESC LIMIT ${MOST_VIEWS})
  WHERE json_array_length(effects, '$.points') > 0 GROUP BY path ORDER BY latest DESC LIMIT ${MOST_PAGES}))`;

function insertStatement(fresh: NewLead[]): InStatement {
  return {
    sql: `INSERT INTO leads (id, profile_id, status, cell, reasons, country, created_at, due_at, place, version)
          SELECT value->>'$.id', ${PERSON}, 'mql', value->>'$.cell',
            json_set(value->'$.reasons', '$.pages', json(${PAGES})), value->>'$.country',
            value->>'$.createdAt', value->>'$.dueAt', value->>'$.dueAt', 1
          FROM json_each(?) WHERE true ON CONFLICT(id) DO NOTHING`,
    args: [JSON.stringify(fresh)],
  };
}

/** A lead that somebody else has changed since it was read fails the whole transaction. */
function answerStatement(leads: Standing[]): InStatement {
  return {
    sql: `UPDATE leads SET version = CASE WHEN version = value->>'$.version' THEN version + 1 END,
            status = value->>'$.status', accepted_at = value->>'$.acceptedAt', closed_at = value->>'$.closedAt',
            cause = value->>'$.cause', amount = value->>'$.amount', currency = value->>'$.currency',
            note = value->>'$.note', place = value->>'$.place'
          FROM json_each(?) WHERE leads.id = value->>'$.id'`,
    args: [JSON.stringify(leads.map((lead) => ({ ...lead, place: placeOf(lead) })))],
  };
}

/** Two open leads of one person become one; which of them is as in `leadOfBoth`. */
function joinStatement(persons: string[], now: number): InStatement {
  return {
    sql: `UPDATE leads SET status = 'merged', merged_into = joined.kept, closed_at = ?2, place = ?3, version = version + 1
          FROM (SELECT id, first_value(id) OVER one AS kept, row_number() OVER one AS nth FROM leads
                WHERE profile_id IN (SELECT value FROM json_each(?1)) AND status IN ('mql', 'sql')
                WINDOW one AS (PARTITION BY profile_id
                  ORDER BY status = 'sql' DESC, coalesce(accepted_at, created_at), id)) AS joined
          WHERE leads.id = joined.id AND joined.nth > 1`,
    args: [JSON.stringify(persons), now, closedPlace(now)],
  };
}
