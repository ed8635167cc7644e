import type { Row } from "@libsql/client/http";
import { DAY, HOUR } from "../lib/duration.ts";
import type { Facts } from "../permissions/gate.ts";
import type { LedgerRow, Suppression } from "../permissions/standing.ts";
import { suppressionsQuery } from "../permissions/store.ts";
import type { Db } from "../platform/db.ts";
import { NEWEST_REVISION } from "../playbook/store.ts";
import { insertRows } from "../platform/rows.ts";
import type { Traits } from "../profiles/traits.ts";
import type { MessageData, MessageKind, MessageStatus } from "./message.ts";
import { messages } from "./tables.ts";

/** A message taken from the outbox by one sender, with what sending it depends on at this moment. */
export interface Claimed {
  id: string;
  profileId: string;
  email: string;
  template: string;
  kind: MessageKind;
  topic: string;
  locale: string;
  data: MessageData;
  status: MessageStatus;
  attempts: number;
  traits: Traits;
  /** What the gate asks, all but what is suppressed: that is found by the address, which only the message tells. */
  facts: Omit<Facts, "suppressions">;
  /** The playbook's newest revision. */
  revision: number;
}

/** A sender that has not finished by then is taken for dead. */
const LEASE = 60_000;

/** Left, or may have: what is being sent counts as well, so that many at once are no way around a limit. */
const LEFT = "('sent', 'sending', 'unknown')";
/** What whoever types in an address causes; a delivery tells its network only where that is so (settle/react.ts). */
const ASKED_FOR = "('confirmation', 'delivery')";
/** The message that is asked about; of `ann+news@acme.dk` the name is `ann`. */
const OWN = `(SELECT *, substr(email, 1, instr(replace(email, '@', '+'), '+') - 1) AS name,
                substr(email, instr(email, '@')) AS domain FROM messages WHERE id = ?1) AS own`;
/**
 * What goes to the same mailbox: whoever adds something after a plus still reads it all (RFC 5233). `+m.status` beside it keeps SQLite
 * to the index of addresses.
 */
const OF_MAILBOX = `(m.email = own.name || own.domain OR (m.email > own.name || '+' AND m.email < own.name || ','
                  AND substr(m.email, -length(own.domain)) = own.domain))`;

/**
 * Takes a due message, so that nobody else sends it; null if there is nothing to take. One left in the middle of sending
 * is taken again only where sending twice arrives once; else its fate is unknown, and stays so.
 */
export async function claim(db: Db, id: string, now: number, idempotent: boolean): Promise<Claimed | null> {
  const [taken, ledger, person, counted, wishes, newest] = await db.write([
    {
      sql: `UPDATE messages SET attempts = attempts + 1, due_at = ?2,
              status = CASE WHEN status = 'sending' AND NOT ?3 THEN 'unknown' ELSE 'sending' END
            WHERE id = ?1 AND status IN ('queued', 'sending') AND due_at <= ?4 RETURNING *`,
      args: [id, now + LEASE, Number(idempotent), now],
    },
    {
      sql: `SELECT profile_id AS profile, topic, status, submission, at, evidence->>'$.how' AS how FROM permissions
            WHERE email = (SELECT email FROM messages WHERE id = ?) AND channel = 'email' ORDER BY at, status = 'withdrawn', rowid`,
      args: [id],
    },
    {
      sql: "SELECT traits, email_confirmed_at FROM profiles WHERE id = (SELECT profile_id FROM messages WHERE id = ?)",
      args: [id],
    },
    {
      sql: `SELECT
              (SELECT count(*) FROM messages AS m WHERE ${OF_MAILBOX} AND m.id <> ?1 AND m.kind = 'confirmation'
                 AND +m.status IN ${LEFT} AND coalesce(m.sent_at, m.due_at) > ?2) AS of_address,
              (SELECT count(*) FROM messages AS m WHERE ${OF_MAILBOX} AND m.id <> ?1 AND m.kind = 'delivery'
                 AND +m.status IN ${LEFT} AND coalesce(m.sent_at, m.due_at) > ?2) AS handed_out,
              (SELECT max(coalesce(m.sent_at, m.due_at)) FROM messages AS m WHERE m.email = own.email AND m.id <> ?1
                 AND m.kind = 'marketing' AND m.status IN ${LEFT}) AS last_marketing,
              (SELECT count(*) FROM messages AS m WHERE m.network = own.network AND m.status = 'sent' AND m.sent_at > ?3
                 AND m.kind IN ${ASKED_FOR})
              + (SELECT count(*) FROM messages AS m WHERE m.network = own.network AND m.status = 'sending' AND m.id <> ?1
                   AND m.kind IN ${ASKED_FOR}) AS of_network,
              (SELECT min(m.sent_at) FROM messages AS m WHERE m.network = own.network AND m.status = 'sent'
                 AND m.sent_at > ?3 AND m.kind IN ${ASKED_FOR}) AS network_first
            FROM ${OWN}`,
      args: [id, now - DAY, now - HOUR],
    },
    {
      sql: `SELECT p.paused_until, p.every, p.locale FROM ${OWN} JOIN preferences AS p ON p.email = own.email`,
      args: [id],
    },
    NEWEST_REVISION,
  ]);
  const row = taken?.rows[0];
  if (!row) return null;
  const said = (ledger?.rows ?? []) as unknown as (LedgerRow & { profile: string })[];
  // Of a list or a partner's form nobody has pressed a link, but its source is known and vouches for it.
  const isTold = said.some(
    ({ profile, status, how }) => profile === row["profile_id"] && status === "confirmed" && how !== "single",
  );
  return {
    id,
    profileId: String(row["profile_id"]),
    email: String(row["email"]),
    template: String(row["template"]),
    kind: row["kind"] as Claimed["kind"],
    topic: String(row["topic"]),
    // What its owner chose comes before the language of the page on which it was asked for.
    locale: String(wishes?.rows[0]?.["locale"] ?? row["locale"]),
    data: JSON.parse(String(row["data"])),
    status: row["status"] as MessageStatus,
    attempts: Number(row["attempts"]),
    traits: JSON.parse(String(person?.rows[0]?.["traits"] ?? "{}")),
    facts: {
      ledger: said,
      isProved: isTold || (person?.rows[0]?.["email_confirmed_at"] ?? null) !== null,
      ...toFacts(counted?.rows[0], wishes?.rows[0], now),
    },
    revision: Number(newest?.rows[0]?.["revision"] ?? 0),
  };
}

type Counted = Omit<Claimed["facts"], "ledger" | "isProved">;

function toFacts(counted: Row | undefined, wishes: Row | undefined, now: number): Counted {
  return {
    preferences: wishes ? { pausedUntil: number(wishes["paused_until"]), every: number(wishes["every"]) } : null,
    lastMarketing: number(counted?.["last_marketing"]),
    deliveries: Number(counted?.["handed_out"] ?? 0),
    confirmations: {
      address: Number(counted?.["of_address"] ?? 0),
      network: Number(counted?.["of_network"] ?? 0),
      networkFreeAt: (number(counted?.["network_first"]) ?? now - HOUR + LEASE) + HOUR,
    },
  };
}

const number = (value: Row[string] | undefined): number | null => (value === null ? null : Number(value ?? 0) || null);

/** What is suppressed of an address, by all the hashes that it may be kept under. */
export async function suppressionsOf(db: Db, hashes: string[]): Promise<Suppression[]> {
  const [result] = await db.read([suppressionsQuery(hashes)]);
  return (result?.rows ?? []) as unknown as Suppression[];
}

/** Puts a message off that may not be sent yet; having been asked about counts as no attempt. */
export async function putOff(db: Db, id: string, until: number, reason: string): Promise<void> {
  await db.write([
    {
      sql: `UPDATE messages SET status = 'queued', reason = ?3, due_at = ?2, attempts = attempts - 1
            WHERE id = ?1 AND status = 'sending'`,
      args: [id, until, reason],
    },
  ]);
}

/** Writes down how sending ended; `dueAt` is when to try again. */
export async function conclude(
  db: Db,
  id: string,
  status: MessageStatus,
  reason: string | null,
  at: { sentAt: number | null; dueAt: number },
): Promise<void> {
  await db.write([
    {
      sql: "UPDATE messages SET status = ?2, reason = ?3, sent_at = ?4, due_at = ?5 WHERE id = ?1 AND status = 'sending'",
      args: [id, status, reason, at.sentAt, at.dueAt],
    },
  ]);
}

/** Messages that are due and that no queue seems to carry. */
export async function dueMessages(db: Db, now: number, most: number): Promise<string[]> {
  const [result] = await db.read([
    {
      sql: `SELECT id FROM messages WHERE status IN ('queued', 'sending') AND due_at <= ? ORDER BY due_at LIMIT ?`,
      args: [now, most],
    },
  ]);
  return (result?.rows ?? []).map((row) => String(row["id"]));
}

/** A message as it stands in the outbox. */
export interface Queued {
  template: string;
  email: string;
  status: MessageStatus;
  reason: string | null;
}

/** Adds a message to the outbox, unless its id is there; returns what is there. */
export async function add(db: Db, message: typeof messages.$inferInsert): Promise<Queued> {
  const [, found] = await db.write([
    ...insertRows(messages, [message], "ON CONFLICT(id) DO NOTHING"),
    { sql: "SELECT template, email, status, reason FROM messages WHERE id = ?", args: [message.id] },
  ]);
  return found!.rows[0] as unknown as Queued;
}

/** Somebody with an address, and the language they have chosen or last answered in. */
export interface Addressee {
  id: string;
  email: string;
  locale: string | null;
}

/** Who an address or a person's id stands for: of an address whoever has proved it, else whoever gave it last. */
export async function addressee(db: Db, to: { email: string } | { profile: string }): Promise<Addressee | null> {
  const [named, by] =
    "email" in to
      ? ["p.email = ?1 AND p.merged_into IS NULL", to.email]
      : ["p.id = (SELECT coalesce(merged_into, id) FROM profiles WHERE id = ?1)", to.profile];
  const [result] = await db.read([
    {
      sql: `SELECT p.id, p.email, coalesce(
              (SELECT locale FROM preferences WHERE email = p.email),
              (SELECT locale FROM submissions WHERE profile_id = p.id ORDER BY at DESC LIMIT 1)) AS locale
            FROM profiles AS p WHERE ${named} AND p.email IS NOT NULL AND p.erased_at IS NULL
            ORDER BY p.email_confirmed_at IS NULL, p.last_seen DESC LIMIT 1`,
      args: [by],
    },
  ]);
  return (result?.rows[0] as unknown as Addressee | undefined) ?? null;
}
