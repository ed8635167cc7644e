import type { LedgerRow } from "../permissions/standing.ts";
import type { Db } from "../platform/db.ts";
import { NEWEST_REVISION } from "../playbook/store.ts";
import type { Traits } from "../profiles/traits.ts";
import type { MessageData, MessageStatus } from "./message.ts";

/** A message taken from the outbox by one sender, with what sending it depends on at this moment. */
export interface Claimed {
  id: string;
  profileId: string;
  email: string;
  template: string;
  kind: "confirmation" | "delivery" | "marketing";
  topic: string;
  locale: string;
  data: MessageData;
  status: MessageStatus;
  attempts: number;
  traits: Traits;
  /** The address's rows, oldest first. */
  ledger: LedgerRow[];
  /** How many confirmations this address got in the last day. */
  confirmations: number;
  /** The playbook's newest revision. */
  revision: number;
}

/** A sender that has not finished by then is taken for dead. */
const LEASE = 60_000;
const DAY = 86_400_000;

/**
 * Takes a due message, so that nobody else sends it; null if there is nothing to take. One left in the middle of sending
 * is taken again only where sending twice arrives once; else its fate is unknown, and stays so.
 */
export async function claim(db: Db, id: string, now: number, idempotent: boolean): Promise<Claimed | null> {
  const [taken, ledger, person, confirmations, newest] = await db.write([
    {
      sql: `UPDATE messages SET attempts = attempts + 1, due_at = ?2,
              status = CASE WHEN status = 'sending' AND NOT ?3 THEN 'unknown' ELSE 'sending' END
            WHERE id = ?1 AND status IN ('queued', 'sending') AND due_at <= ?4 RETURNING *`,
      args: [id, now + LEASE, Number(idempotent), now],
    },
    {
      sql: `SELECT topic, status, submission FROM permissions
            WHERE email = (SELECT email FROM messages WHERE id = ?) AND channel = 'email' ORDER BY at, status = 'withdrawn', rowid`,
      args: [id],
    },
    { sql: "SELECT traits FROM profiles WHERE id = (SELECT profile_id FROM messages WHERE id = ?)", args: [id] },
    {
      sql: `SELECT count(*) AS sent FROM messages WHERE email = (SELECT email FROM messages WHERE id = ?1)
              AND kind = 'confirmation' AND status = 'sent' AND sent_at > ?2`,
      args: [id, now - DAY],
    },
    NEWEST_REVISION,
  ]);
  const row = taken?.rows[0];
  if (!row) return null;
  return {
    id,
    profileId: String(row["profile_id"]),
    email: String(row["email"]),
    template: String(row["template"]),
    kind: row["kind"] as Claimed["kind"],
    topic: String(row["topic"]),
    locale: String(row["locale"]),
    data: JSON.parse(String(row["data"])),
    status: row["status"] as MessageStatus,
    attempts: Number(row["attempts"]),
    traits: JSON.parse(String(person?.rows[0]?.["traits"] ?? "{}")),
    ledger: (ledger?.rows ?? []) as unknown as LedgerRow[],
    confirmations: Number(confirmations?.rows[0]?.["sent"] ?? 0),
    revision: Number(newest?.rows[0]?.["revision"] ?? 0),
  };
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
