import type { InStatement, Row as Found } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";
import type { PermissionStatus } from "../state/state.ts";
import { EVERY_TOPIC, isFinal, type LedgerRow, standings, type Suppression } from "./standing.ts";
import type { SuppressionReason } from "./tables.ts";

interface Asked {
  sql: string;
  args: (string | number)[];
}

/** What is suppressed of an address, by all the hashes that it may be kept under (`sealer.fingerprints`). */
export const suppressionsQuery = (hashes: string[]): Asked => ({
  sql: "SELECT hash, topic, reason, at FROM suppressions WHERE hash IN (SELECT value FROM json_each(?))",
  args: [JSON.stringify(hashes)],
});

/** Suppresses a topic (`*`: all) of an address; said once more, the later time holds. */
export const suppress = (hash: string, topic: string, reason: SuppressionReason, at: number): InStatement => ({
  sql: `INSERT INTO suppressions (hash, topic, reason, at) VALUES (?, ?, ?, ?)
        ON CONFLICT(hash, topic, reason) DO UPDATE SET at = max(at, excluded.at)`,
  args: [hash, topic, reason, at],
});

/** Takes suppressions away again: all of an address, or those of a topic or a reason. */
export const release = (hashes: string[], topic?: string, reason?: string): InStatement => ({
  sql: `DELETE FROM suppressions WHERE hash IN (SELECT value FROM json_each(?1))
          AND (?2 IS NULL OR topic = ?2) AND (?3 IS NULL OR reason = ?3)`,
  args: [JSON.stringify(hashes), topic ?? null, reason ?? null],
});

/** A row of the ledger with its id and whose it is. */
export type Row = LedgerRow & { id: string; profile: string; email: string };

const ROW = `id, profile_id AS profile, email, topic, status, submission, at, evidence->>'$.how' AS how`;
/** Oldest first by when it was said; of the same moment the no comes last. */
const IN_ORDER = "ORDER BY at, status = 'withdrawn', rowid";

const ledgerQuery = (email: string): Asked => ({
  sql: `SELECT ${ROW} FROM permissions WHERE email = ? AND channel = 'email' ${IN_ORDER}`,
  args: [email],
});

/** The ledger of an address, oldest first, and what is suppressed of it. */
export async function ledgerOf(
  db: Db,
  email: string,
  hashes: string[],
): Promise<{ ledger: Row[]; suppressions: Suppression[] }> {
  const [ledger, suppressed] = await db.read([ledgerQuery(email), suppressionsQuery(hashes)]);
  return {
    ledger: (ledger?.rows ?? []) as unknown as Row[],
    suppressions: (suppressed?.rows ?? []) as unknown as Suppression[],
  };
}

/**
 * What holds for an address, topic by topic, and whether anything keeps all mail from it for good; as the gate before sending reads it. `hashes` are its fingerprints.
 * One question (reports/query.ts).
 */
export function heldBy(email: string, hashes: string[]) {
  return {
    statements: [ledgerQuery(email), suppressionsQuery(hashes)],
    read(rows: Found[]): { topics: Record<string, PermissionStatus>; isBlocked: boolean } {
      const isSuppression = (row: Found): boolean => (row["reason"] ?? null) !== null;
      const suppressions = rows.filter(isSuppression) as unknown as Suppression[];
      const ledger = rows.filter((row) => !isSuppression(row)) as unknown as LedgerRow[];
      return {
        topics: standings(ledger, suppressions),
        isBlocked: suppressions.some((one) => one.topic === EVERY_TOPIC && isFinal(one)),
      };
    },
  };
}

/** The ledger of whichever address a submission was about, oldest first; empty if nobody knows it any more. */
export async function ledgerAround(db: Db, submission: string): Promise<Row[]> {
  const [result] = await db.read([
    {
      sql: `SELECT ${ROW} FROM permissions WHERE channel = 'email'
              AND email = (SELECT email FROM permissions WHERE submission = ? LIMIT 1) ${IN_ORDER}`,
      args: [submission],
    },
  ]);
  return (result?.rows ?? []) as unknown as Row[];
}

/**
 * Whose an address is: whoever has proved it, else the person of an id, wherever they were merged into, else whoever gave it; null
 * if nobody is left.
 */
export async function personBehind(db: Db, profile: string, email: string): Promise<string | null> {
  const [found] = await db.read([
    {
      sql: `SELECT p.id FROM profiles AS p WHERE p.merged_into IS NULL AND p.erased_at IS NULL
              AND (p.email = ?1 OR p.id = (SELECT coalesce(merged_into, id) FROM profiles WHERE id = ?2))
            ORDER BY p.email = ?1 AND p.email_confirmed_at IS NOT NULL DESC,
              p.id = (SELECT coalesce(merged_into, id) FROM profiles WHERE id = ?2) DESC, p.last_seen DESC LIMIT 1`,
      args: [email, profile],
    },
  ]);
  const id = found?.rows[0]?.["id"];
  return id === undefined ? null : String(id);
}

/** When a message was sent, epoch ms; null if it was not, or is no longer there. */
export async function sentAt(db: Db, message: string): Promise<number | null> {
  const [result] = await db.read([{ sql: "SELECT sent_at FROM messages WHERE id = ?", args: [message] }]);
  const at = result?.rows[0]?.["sent_at"] ?? null;
  return at === null ? null : Number(at);
}

/** A row about which time may say something. */
export interface Due {
  id: string;
  profile: string;
  email: string;
  topic: string;
  submission: string;
  /** Epoch ms. */
  at: number;
  /** Whether something later was said of the same topic of the address. */
  isPast: boolean;
}

/** Open rows of a status said before `before` (epoch ms), the oldest first. */
export async function openRows(db: Db, status: "pending" | "confirmed", before: number, most: number): Promise<Due[]> {
  const [result] = await db.read([
    {
      sql: `SELECT p.id, p.profile_id AS profile, p.email, p.topic, p.submission, p.at,
              EXISTS (SELECT 1 FROM permissions AS l WHERE l.email = p.email AND l.channel = p.channel AND l.topic = p.topic
                        AND (l.at, l.rowid) > (p.at, p.rowid) AND l.status <> 'expired'
                        AND (l.status <> 'pending' OR p.status = 'pending')) AS past
            FROM permissions AS p WHERE p.open = 1 AND p.status = ? AND p.at < ? ORDER BY p.at LIMIT ?`,
      args: [status, before, most],
    },
  ]);
  return (result?.rows ?? []).map(({ past, ...row }) => ({ ...(row as unknown as Due), isPast: Number(past) === 1 }));
}

/** Rows that have been looked at: time says nothing more of them. */
export const close = (ids: string[]): InStatement => ({
  sql: "UPDATE permissions SET open = 0 WHERE id IN (SELECT value FROM json_each(?))",
  args: [JSON.stringify(ids)],
});
