import type { InStatement, ResultSet, Row } from "@libsql/client/http";
import { insertRows } from "../platform/rows.ts";
import type { CompanyFacts } from "../state/state.ts";
import type { Colleague, Named } from "./facts.ts";
import { companyEvents } from "./tables.ts";

/** A company that is to be worked out again, as it was read. */
export interface Due extends Named {
  id: string;
  /** Empty before it was first worked out. */
  facts: CompanyFacts;
  revision: number;
  changes: number;
  version: number;
}

/** A company worked out. */
export interface Account {
  due: Due;
  facts: CompanyFacts;
  /** When time alone may next change something; null for never. */
  dueAt: number | null;
  /** Whether its people are to be decided about anew. */
  isNews: boolean;
  events: (typeof companyEvents.$inferInsert)[];
}

/** Companies that are due, or of an earlier revision than the playbook's. Read the rows with {@link toDue}. */
export function dueQuery(now: number, revision: number, most: number): InStatement {
  return {
    // Who is at a newer revision is not worked out by an older one.
    sql: `SELECT id, name, domain, traits, facts, revision, changes, version FROM companies WHERE id IN (
            SELECT id FROM (SELECT id FROM companies WHERE due_at <= ?1 AND revision <= ?2 ORDER BY due_at LIMIT ?3)
            UNION SELECT id FROM (SELECT id FROM companies WHERE revision < ?2 LIMIT ?3)) LIMIT ?3`,
    args: [now, revision, most],
  };
}

export const toDue = (row: Row): Due => ({
  id: String(row["id"]),
  name: String(row["name"]),
  domain: row["domain"] === null ? null : String(row["domain"]),
  traits: JSON.parse(String(row["traits"])) as Due["traits"],
  facts: row["facts"] === null ? {} : (JSON.parse(String(row["facts"])) as CompanyFacts),
  revision: Number(row["revision"]),
  changes: Number(row["changes"]),
  version: Number(row["version"]),
});

/** Some of a company's people, after the place of the last one read. */
export const colleaguesQuery = (companyId: string, after: number, most: number): InStatement => ({
  sql: `SELECT rowid AS place, state->>'$.role' AS role, state->'$.rules' AS rules FROM profiles
        WHERE company_id = ? AND rowid > ? ORDER BY rowid LIMIT ?`,
  args: [companyId, after, most],
});

export const toColleague = (row: Row): Colleague => ({
  role: row["role"] === null ? null : String(row["role"]),
  rules: JSON.parse(String(row["rules"] ?? "{}")) as Colleague["rules"],
});

/**
 * Writes what was worked out, on the condition that nobody else did meanwhile: else NOT NULL fails, and with it the whole
 * transaction. A company to which something happened since it was read stays due; one that is gone is left alone.
 */
export function accountStatements(accounts: Account[], revision: number, now: number): InStatement[] {
  const update = accounts.map(({ due, facts, dueAt, isNews }) => {
    const { id, version, changes } = due;
    return { id, version, changes, facts, score: facts["score"], dueAt, isNews };
  });
  const events = accounts.flatMap((account) => account.events);
  const isThere = "value->>'$.companyId' IN (SELECT id FROM companies)";
  return [
    {
      sql: `UPDATE companies SET
              version = CASE WHEN version = value->>'$.version' THEN version + 1 END,
              facts = value->>'$.facts', score = value->>'$.score', revision = ?2,
              due_at = iif(changes = value->>'$.changes', value->>'$.dueAt', due_at),
              changes = changes - value->>'$.changes',
              telling = iif(value->>'$.isNews', 0, telling)
            FROM json_each(?1) WHERE companies.id = value->>'$.id'`,
      args: [JSON.stringify(update), revision],
    },
    ...insertRows(companyEvents, events, `AND ${isThere} ON CONFLICT DO NOTHING`),
    {
      sql: `DELETE FROM company_segments WHERE (segment, company_id) IN
              (SELECT value->>'$.name', value->>'$.companyId' FROM json_each(?) WHERE value->>'$.type' = 'segment_left')`,
      args: [JSON.stringify(events)],
    },
    {
      sql: `INSERT INTO company_segments (segment, company_id, since)
            SELECT value->>'$.name', value->>'$.companyId', ?2 FROM json_each(?1)
            WHERE value->>'$.type' = 'segment_entered' AND ${isThere} ON CONFLICT DO NOTHING`,
      args: [JSON.stringify(events), now],
    },
  ];
}

/** Companies whose people are being told. */
export const tellingQuery = (most: number): InStatement => ({
  sql: "SELECT id, telling FROM companies WHERE telling IS NOT NULL LIMIT ?",
  args: [most],
});

/** The places of those of its people who are to be told next. */
export const toTellQuery = (companyId: string, after: number, most: number): InStatement => ({
  sql: "SELECT rowid AS place FROM profiles WHERE company_id = ? AND rowid > ? ORDER BY rowid LIMIT ?",
  args: [companyId, after, most],
});

/** How far the telling of one company's people has come: from the place where it was, to where it goes on; null at the end. */
export interface Told {
  id: string;
  from: number;
  to: number | null;
}

/**
 * People become due; their version counts on, so that whoever has read them with what was known before loses the race. So it is for
 * those who are due already: whoever is about to decide about them may have read that before, too.
 */
export function tellStatements(places: number[], told: Told[], now: number): InStatement[] {
  return [
    {
      sql: `UPDATE profiles SET due_at = min(coalesce(due_at, ?2), ?2), version = version + 1
            WHERE rowid IN (SELECT value FROM json_each(?1)) AND company_id IS NOT NULL`,
      args: [JSON.stringify(places), now],
    },
    {
      sql: `UPDATE companies SET telling = value->>'$.to' FROM json_each(?)
            WHERE companies.id = value->>'$.id' AND telling = value->>'$.from'`,
      args: [JSON.stringify(told)],
    },
  ];
}

export const rowsOf = (result: ResultSet | undefined): Row[] => result?.rows ?? [];
