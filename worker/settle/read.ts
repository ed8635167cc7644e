import type { InStatement, ResultSet, Row } from "@libsql/client/http";
import type { KnownCompanies } from "../companies/claims.ts";
import { namingOf } from "../companies/naming.ts";
import type { KnownNetwork } from "../companies/network.ts";
import { networksOf, networksQuery } from "../companies/ranges.ts";
import { companiesQuery, knownCompanies } from "../companies/store.ts";
import type { Event, Evidence, Submission } from "../events/event.ts";
import type { Message } from "../events/message.ts";
import type { Db } from "../platform/db.ts";
import type { LedgerRow, Suppression } from "../permissions/standing.ts";
import { suppressionsQuery } from "../permissions/store.ts";
import { NEWEST_REVISION } from "../playbook/store.ts";
import { type Person, secondPerson } from "../profiles/person.ts";
import { PERSON, toPerson } from "../profiles/store.ts";
import { answerOf } from "../sales/answer.ts";
import type { Standing } from "../sales/lead.ts";
import { leadsQuery, standingOf } from "../sales/store.ts";
import type { PermissionStatus } from "../state/state.ts";

/** A permission asked for by a form, as the ledger has it. */
export interface PermissionRequest {
  submission: string;
  profile: string;
  email: string;
  topic: string;
  evidence: Evidence | null;
  /** When it was asked, and when the topic was last taken back, epoch ms. */
  at: number;
  endedAt: number | null;
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
  /** The ledger of addresses for which permissions are carried over, or asked by a form. */
  ledger: (LedgerRow & { email: string })[];
  /** What is suppressed of addresses that something is told of, by their keyed hash. */
  suppressed: (Suppression & { hash: string })[];
  /** Those that sales says something of, by id. */
  leads: Map<string, Standing>;
  /** By an address's key (lib/ip.ts), the network that it belongs to. */
  networks: Map<string, KnownNetwork>;
  companies: KnownCompanies;
  /** Companies of people whose points were worked out anew from their history (settle/history.ts). */
  recounted: string[];
  /** The playbook's newest revision; 0 if there is none. */
  revision: number;
}

/** Reads all that folding these messages needs. */
export async function readKnown(db: Db, messages: Message[]): Promise<Known> {
  const events = messages.flatMap((message) => (message.kind === "events" ? message.events : []));
  const submissions = unique(events.flatMap((event) => event.permission?.submission ?? []));
  const carriers = unique(events.flatMap(addressesTold));
  const askers = unique(events.flatMap(({ profile, submission }) => (isUnnamed(submission) ? profile : [])));
  const hashes = unique(events.flatMap(({ who, whoBefore = [] }) => (who ? [who, ...whoBefore] : [])));
  const addresses = unique(events.flatMap((event) => event.identity?.email ?? []));
  const leads = unique(events.flatMap((event) => answerOf(event)?.lead ?? []));
  const naming = namingOf(events);
  const asksRequests = [submissions, addresses, carriers, askers, hashes].some((asked) => asked.length > 0);
  const asksNetworks = naming.addresses.length > 0;
  const asksCompanies = Object.values(naming).some((names) => names.length > 0);
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
    ...(leads.length > 0 ? [leadsQuery(leads)] : []),
    ...(asksRequests ? requestStatements(submissions, addresses, carriers, askers, hashes) : []),
    ...(asksNetworks ? [networksQuery(naming.addresses)] : []),
    ...(asksCompanies ? [companiesQuery(naming)] : []),
  ];
  const [people, stored, receipts, newest, ...more] = await db.read(statements);
  const answered = leads.length > 0 ? more.shift() : undefined;
  const [requests, holders, ledger, suppressed] = asksRequests ? more.splice(0, 4) : [];
  const networks = asksNetworks ? more.shift() : undefined;
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
      evidence: row["evidence"] === null ? null : (JSON.parse(String(row["evidence"])) as Evidence),
      at: Number(row["at"]),
      endedAt: row["ended_at"] === null ? null : Number(row["ended_at"]),
    })),
    ledger: rows(ledger).map((row) => ({
      email: String(row["email"]),
      topic: String(row["topic"]),
      status: row["status"] as PermissionStatus,
      submission: String(row["submission"]),
      at: Number(row["at"]),
      how: row["how"] === null ? null : String(row["how"]),
    })),
    suppressed: rows(suppressed) as unknown as Known["suppressed"],
    leads: new Map(rows(answered).map((row) => [String(row["id"]), standingOf(row)])),
    networks: networksOf(rows(networks)),
    companies: knownCompanies(rows(more.shift())),
    recounted: [],
  };
}

/** What these submissions asked for, who holds the addresses they gave or these, and what was permitted for some of them. */
function requestStatements(
  submissions: string[],
  addresses: string[],
  carriers: string[],
  askers: string[],
  hashes: string[],
): InStatement[] {
  const args = [JSON.stringify(submissions)];
  const asked = "submission IN (SELECT value FROM json_each(?1))";
  return [
    {
      sql: `SELECT submission, profile_id, email, topic, evidence, at,
              (SELECT max(at) FROM permissions AS l WHERE l.email = p.email AND l.channel = p.channel AND l.topic = p.topic
                 AND l.status = 'withdrawn') AS ended_at
            FROM permissions AS p WHERE ${asked} AND status = 'pending'`,
      args,
    },
    {
      sql: `SELECT ${PERSON} FROM profiles AS p WHERE p.email_confirmed_at IS NOT NULL
            AND p.email IN (SELECT email FROM permissions WHERE ${asked} UNION SELECT value FROM json_each(?2))`,
      args: [...args, JSON.stringify(addresses)],
    },
    {
      sql: `SELECT email, topic, status, submission, at, evidence->>'$.how' AS how FROM permissions WHERE channel = 'email'
              AND email IN (SELECT value FROM json_each(?1) UNION
                SELECT p.email FROM profiles AS named JOIN profiles AS p ON p.id = coalesce(named.merged_into, named.id)
                  WHERE named.id IN (SELECT value FROM json_each(?2)))`,
      args: [JSON.stringify(carriers), JSON.stringify(askers)],
    },
    suppressionsQuery(hashes),
  ];
}

/** Whether a form asks something of the address that its sender is known by. */
const isUnnamed = (submission: Submission | undefined): boolean =>
  submission !== undefined && submission.email === undefined && submission.permissions.length > 0;

/** Addresses of which the event says what they permit, and of which something may be known that stands against it. */
function addressesTold({ identity, carried, submission }: Event): string[] {
  const asked = submission?.email !== undefined && submission.permissions.length > 0 ? [submission.email] : [];
  if (!carried) return asked;
  return [...(identity?.email === undefined ? [] : [identity.email]), ...carried.flatMap(({ email }) => email ?? [])];
}

function idsIn(table: "events" | "receipts", ids: string[]): InStatement {
  return {
    sql: `SELECT t.id FROM json_each(?) AS asked JOIN ${table} AS t ON t.id = asked.value`,
    args: [JSON.stringify(ids)],
  };
}

/** The profiles an event may turn out to belong to. */
function candidates({ profile, submission, permission, identity }: Event): string[] {
  const second = [submission?.email, permission?.submission].flatMap((by) => (by ? secondPerson(profile, by) : []));
  return [profile, ...second, ...(identity?.was ?? [])];
}

const rows = (result: ResultSet | undefined): Row[] => result?.rows ?? [];
const unique = <T>(values: T[]): T[] => [...new Set(values)];
