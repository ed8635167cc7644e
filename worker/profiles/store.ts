import type { InStatement, Row } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";
import { leaveAll } from "../segments/store.ts";
import { emptyState, type State } from "../state/state.ts";
import type { Person } from "./person.ts";

/** The columns that {@link toPerson} reads, of a table called `p`. */
export const PERSON = `p.id, p.version, p.email, p.email_confirmed_at, p.external_id, p.company_id, p.traits, p.state, p.merged_into,
  p.erased_at, p.due_at, (SELECT facts FROM companies WHERE id = p.company_id) AS employer`;

/** The person behind an id, wherever it was merged into; null if there is none. */
export async function readPerson(db: Db, id: string): Promise<Person | null> {
  const [result] = await db.read([
    {
      sql: `SELECT ${PERSON} FROM profiles AS named
            JOIN profiles AS p ON p.id = coalesce(named.merged_into, named.id) WHERE named.id = ?`,
      args: [id],
    },
  ]);
  const row = result?.rows[0];
  return row ? toPerson(row) : null;
}

/**
 * Writes people on the condition that nobody else did since they were read: a new id must be new, and
 * a version must be the one read, else NOT NULL or UNIQUE fails and with it the whole transaction. `addressesMoved`: one of
 * them takes another's address over, so all addresses are let go first.
 */
export function writePersons(persons: Person[], addressesMoved: boolean): InStatement[] {
  const fresh = persons.filter((person) => person.version === 0);
  const read = persons.filter((person) => person.version > 0);
  const ids = JSON.stringify(read.map(({ id }) => id));
  const values = [
    ["email", "value->>'$.email'"],
    ["email_confirmed_at", "value->>'$.emailConfirmedAt'"],
    ["external_id", "value->>'$.externalId'"],
    ["company_id", "value->>'$.companyId'"],
    ["traits", "value->>'$.traits'"],
    ["state", "value->>'$.state'"],
    ["stage", "value->>'$.state.stage'"],
    ["cell", "value->>'$.state.cell'"],
    ["first_seen", "value->>'$.state.firstSeen'"],
    ["last_seen", "value->>'$.state.lastSeen'"],
    ["merged_into", "value->>'$.mergedInto'"],
    ["revision", "value->>'$.state.revision'"],
    ["due_at", "value->>'$.dueAt'"],
  ];
  const update = {
    sql: `UPDATE profiles SET version = CASE WHEN version = value->>'$.version' THEN version + 1 END,
            ${values.map(([column, value]) => `${column} = ${value}`).join(", ")}
          FROM json_each(?) WHERE profiles.id = value->>'$.id'`,
    args: [JSON.stringify(read)],
  };
  const insert = {
    sql: `INSERT INTO profiles (id, version, ${values.map(([column]) => column).join(", ")})
          SELECT value->>'$.id', 1, ${values.map(([, value]) => value).join(", ")} FROM json_each(?)`,
    args: [JSON.stringify(fresh)],
  };
  // Somebody forgotten since they were read has no row that could refuse the version.
  const present = {
    sql: `INSERT INTO profiles (id, version) SELECT value, NULL FROM json_each(?)
          WHERE value NOT IN (SELECT id FROM profiles WHERE id IN (SELECT value FROM json_each(?)))`,
    args: [ids, ids],
  };
  const release = {
    sql: "UPDATE profiles SET email_confirmed_at = NULL WHERE id IN (SELECT value FROM json_each(?))",
    args: [ids],
  };
  return [
    ...(read.length > 0 ? [present] : []),
    ...(addressesMoved ? [release] : []),
    ...(read.length > 0 ? [update] : []),
    ...(fresh.length > 0 ? [insert] : []),
  ];
}

const OWNED = ["visitors", "events", "consents", "permissions", "messages", "leads", "submissions", "unfinished"];

/** Moves all that belonged to profiles to those they were merged into, tombstones of earlier merges included. */
export function moveStatements(merges: { fromId: string; intoId: string }[], now: number): InStatement[] {
  if (merges.length === 0) return [];
  const next = new Map(merges.map(({ fromId, intoId }) => [fromId, intoId]));
  // Somebody merged into may be merged on in the same batch; nobody is merged back.
  const last = (id: string): string => {
    let person = id;
    for (let steps = 0; next.has(person) && steps < merges.length; steps++) person = next.get(person)!;
    return person;
  };
  const args = [JSON.stringify([...next.keys()].map((from) => ({ from, into: last(from) })))];
  const move = (table: string, column = "profile_id", or = ""): InStatement => ({
    sql: `UPDATE ${or} ${table} SET ${column} = moved.value->>'$.into' FROM json_each(?) AS moved
          WHERE ${table}.${column} = moved.value->>'$.from'`,
    args,
  });
  return [
    ...[...OWNED, "preferences"].map((table) => move(table)),
    move("sessions", "profile_id", "OR IGNORE"),
    move("stage_moves", "profile_id", "OR IGNORE"),
    ...leaveAll("(SELECT value->>'$.from' FROM json_each(?1))", args, now),
    move("profiles", "merged_into"),
  ];
}

/** A row of {@link PERSON} as a person. */
export function toPerson(row: Row): Person {
  return {
    id: String(row["id"]),
    version: Number(row["version"]),
    email: row["email"] === null ? null : String(row["email"]),
    emailConfirmedAt: row["email_confirmed_at"] === null ? null : Number(row["email_confirmed_at"]),
    externalId: row["external_id"] === null ? null : String(row["external_id"]),
    companyId: row["company_id"] === null ? null : String(row["company_id"]),
    employer: row["employer"] === null ? null : (JSON.parse(String(row["employer"])) as Person["employer"]),
    traits: JSON.parse(String(row["traits"])),
    state: { ...emptyState("", 0), ...(JSON.parse(String(row["state"])) as State) },
    mergedInto: row["merged_into"] === null ? null : String(row["merged_into"]),
    dueAt: row["due_at"] === null ? null : Number(row["due_at"]),
    erasedAt: row["erased_at"] === null ? null : Number(row["erased_at"]),
  };
}
