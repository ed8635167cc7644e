import type { InStatement, ResultSet, Row } from "@libsql/client/http";
import type { Event } from "../events/event.ts";
import type { Message } from "../events/message.ts";
import type { Db } from "../platform/db.ts";
import { NEWEST_REVISION } from "../playbook/store.ts";
import { type Person, secondPerson } from "./person.ts";

/** A permission asked for by a form, as the ledger has it. */
export interface PermissionRequest {
  submission: string;
  profile: string;
  email: string;
  topic: string;
}

/** What the database knows that a batch of messages needs: read in one round trip. */
export interface Known {
  /** By the id asked for: a merged profile's id gives the person it went into. */
  persons: Map<string, Person>;
  /** Confirmed people by address. */
  byEmail: Map<string, Person>;
  events: Set<string>;
  receipts: Set<string>;
  requests: PermissionRequest[];
  /** The playbook's newest revision; 0 if there is none. */
  revision: number;
}

const PERSON = "p.id, p.version, p.email, p.email_confirmed_at, p.traits, p.state, p.merged_into, p.erased_at";

/** Reads all that folding these messages needs. */
export async function readKnown(db: Db, messages: Message[]): Promise<Known> {
  const events = messages.flatMap((message) => (message.kind === "events" ? message.events : []));
  const submissions = unique(events.flatMap((event) => event.permission?.submission ?? []));
  const sums = messages.flatMap((message) => (message.kind === "events" ? [] : message.id));
  const statements: InStatement[] = [
    {
      sql: `SELECT asked.value AS asked, ${PERSON} FROM json_each(?) AS asked
            JOIN profiles AS named ON named.id = asked.value
            JOIN profiles AS p ON p.id = coalesce(named.merged_into, named.id)`,
      args: [JSON.stringify(unique(events.flatMap(candidates)))],
    },
    idsIn("events", unique(events.map((event) => event.id))),
    idsIn("receipts", sums),
    NEWEST_REVISION,
    ...(submissions.length > 0 ? requestStatements(submissions) : []),
  ];
  const [people, stored, receipts, newest, requests, holders] = await db.read(statements);
  return {
    persons: new Map(rows(people).map((row) => [String(row["asked"]), toPerson(row)])),
    byEmail: new Map(rows(holders).map((row) => [String(row["email"]), toPerson(row)])),
    events: new Set(rows(stored).map((row) => String(row["id"]))),
    receipts: new Set(rows(receipts).map((row) => String(row["id"]))),
    revision: Number(newest?.rows[0]?.["revision"] ?? 0),
    requests: rows(requests).map((row) => ({
      submission: String(row["submission"]),
      profile: String(row["profile_id"]),
      email: String(row["email"]),
      topic: String(row["topic"]),
    })),
  };
}

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
 * a version must be the one read, else NOT NULL or UNIQUE fails and with it the whole transaction.
 */
export function writePersons(persons: Person[]): InStatement[] {
  const fresh = persons.filter((person) => person.version === 0);
  const read = persons.filter((person) => person.version > 0);
  const values = [
    ["email", "value->>'$.email'"],
    ["email_confirmed_at", "value->>'$.emailConfirmedAt'"],
    ["traits", "value->>'$.traits'"],
    ["state", "value->>'$.state'"],
    ["stage", "value->>'$.state.stage'"],
    ["first_seen", "value->>'$.state.firstSeen'"],
    ["last_seen", "value->>'$.state.lastSeen'"],
    ["merged_into", "value->>'$.mergedInto'"],
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
  return [...(read.length > 0 ? [update] : []), ...(fresh.length > 0 ? [insert] : [])];
}

/** Moves all that belonged to one profile to the one it was merged into, tombstones of earlier merges included. */
export function moveStatements(from: string, into: string): InStatement[] {
  const moved = ["visitors", "events", "consents", "permissions", "messages"].map((table) => ({
    sql: `UPDATE ${table} SET profile_id = ?2 WHERE profile_id = ?1`,
    args: [from, into],
  }));
  return [
    ...moved,
    { sql: "UPDATE OR IGNORE sessions SET profile_id = ?2 WHERE profile_id = ?1", args: [from, into] },
    { sql: "DELETE FROM profile_segments WHERE profile_id = ?", args: [from] },
    { sql: "UPDATE profiles SET merged_into = ?2 WHERE merged_into = ?1", args: [from, into] },
  ];
}

function requestStatements(submissions: string[]): InStatement[] {
  const args = [JSON.stringify(submissions)];
  const asked = "submission IN (SELECT value FROM json_each(?))";
  return [
    { sql: `SELECT DISTINCT submission, profile_id, email, topic FROM permissions WHERE ${asked}`, args },
    {
      sql: `SELECT ${PERSON} FROM profiles AS p WHERE p.email_confirmed_at IS NOT NULL
            AND p.email IN (SELECT email FROM permissions WHERE ${asked})`,
      args,
    },
  ];
}

function idsIn(table: "events" | "receipts", ids: string[]): InStatement {
  return {
    sql: `SELECT t.id FROM json_each(?) AS asked JOIN ${table} AS t ON t.id = asked.value`,
    args: [JSON.stringify(ids)],
  };
}

export function toPerson(row: Row): Person {
  return {
    id: String(row["id"]),
    version: Number(row["version"]),
    email: row["email"] === null ? null : String(row["email"]),
    emailConfirmedAt: row["email_confirmed_at"] === null ? null : Number(row["email_confirmed_at"]),
    traits: JSON.parse(String(row["traits"])),
    state: JSON.parse(String(row["state"])),
    mergedInto: row["merged_into"] === null ? null : String(row["merged_into"]),
    erasedAt: row["erased_at"] === null ? null : Number(row["erased_at"]),
  };
}

/** The profiles an event may turn out to belong to. */
function candidates({ profile, submission }: Event): string[] {
  return submission?.email ? [profile, secondPerson(profile, submission.email)] : [profile];
}

const rows = (result: ResultSet | undefined): Row[] => result?.rows ?? [];
const unique = <T>(values: T[]): T[] => [...new Set(values)];
