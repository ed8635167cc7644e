import type { InStatement } from "@libsql/client/http";
import { uuidOf } from "../lib/uuid.ts";
import type { Db } from "../platform/db.ts";
import { insertRows } from "../platform/rows.ts";
import { unfinished } from "./tables.ts";

/** Forms that one person may have begun at a time; the oldest give way. */
const MOST_UNFINISHED = 50;

/**
 * Whether something that is good once (a solved challenge, a ticket) is this event's: the first that claims it has it, and
 * claiming it again changes nothing. One transaction, whoever comes at the same time. It is forgotten some days after `until` (epoch ms).
 */
export async function claimOnce(db: Db, what: string, event: string, until: number): Promise<boolean> {
  const [taken, own] = [uuidOf("claimed", what), uuidOf("claimed", what, event)];
  const results = await db.write([
    {
      sql: `INSERT INTO receipts (id, at) SELECT ?1, ?3 WHERE NOT EXISTS (SELECT 1 FROM receipts WHERE id = ?2)
            ON CONFLICT(id) DO NOTHING`,
      args: [own, taken, until],
    },
    { sql: "INSERT INTO receipts (id, at) VALUES (?, ?) ON CONFLICT(id) DO NOTHING", args: [taken, until] },
    { sql: "SELECT 1 FROM receipts WHERE id = ?", args: [own] },
  ]);
  return results[2]!.rows.length > 0;
}

/**
 * Keeps what was answered so far of a form in steps: the latest of each submission, of nobody else's, and never of one that
 * has been sent (`events`: as which it would be stored) or of a person who was erased.
 */
export async function keepUnfinished(db: Db, row: typeof unfinished.$inferInsert, events: string[]): Promise<void> {
  const { id, profileId: profile } = row;
  const gone: InStatement = {
    sql: `DELETE FROM unfinished WHERE id = ?1 AND (EXISTS (SELECT 1 FROM profiles WHERE id = ?2 AND erased_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM events WHERE id IN (SELECT value FROM json_each(?3))))`,
    args: [id, profile, JSON.stringify(events)],
  };
  const [known] = await db.read([{ sql: "SELECT merged_into FROM profiles WHERE id = ?", args: [profile] }]);
  const own = String(known?.rows[0]?.["merged_into"] ?? profile);
  await db.write([
    ...insertRows(
      unfinished,
      [{ ...row, profileId: own }],
      `ON CONFLICT(id) DO UPDATE SET at = excluded.at, step = max(step, excluded.step), answers = excluded.answers
       WHERE profile_id = excluded.profile_id`,
    ),
    gone,
    {
      sql: `DELETE FROM unfinished WHERE id IN
              (SELECT id FROM unfinished WHERE profile_id = ? ORDER BY at DESC, rowid DESC LIMIT -1 OFFSET ${MOST_UNFINISHED})`,
      args: [own],
    },
  ]);
}

/** A submission's confirmation mails so far, and what of it is still to be answered. */
export interface Asked {
  /** Oldest first. */
  mails: { id: string; createdAt: number }[];
  isPending: boolean;
}

const ASKED = `SELECT m.* FROM messages AS m WHERE m.kind = 'confirmation' AND m.data->>'$.submission' = ?1
  AND m.email IN (SELECT email FROM permissions WHERE submission = ?1)`;

/** What was asked for by a submission (its event's id), and how often. */
export async function askedBy(db: Db, submission: string): Promise<Asked> {
  const [mails, pending] = await db.read([
    { sql: `SELECT id, created_at FROM (${ASKED}) ORDER BY created_at, id`, args: [submission] },
    {
      sql: `SELECT 1 FROM permissions AS p WHERE p.submission = ? AND p.status = 'pending' AND NOT EXISTS
              (SELECT 1 FROM permissions AS later WHERE later.email = p.email AND later.channel = p.channel
                 AND later.topic = p.topic AND later.status <> 'pending' AND later.at >= p.at) LIMIT 1`,
      args: [submission],
    },
  ]);
  return {
    mails: (mails?.rows ?? []).map((row) => ({ id: String(row["id"]), createdAt: Number(row["created_at"]) })),
    isPending: (pending?.rows.length ?? 0) > 0,
  };
}

/** Puts a confirmation mail into the outbox once more; the same number twice is one mail. */
export async function queueAgain(db: Db, submission: string, id: string, now: number): Promise<void> {
  await db.write([
    {
      sql: `INSERT INTO messages (id, profile_id, email, template, kind, topic, locale, network, data, status, attempts, due_at, created_at)
            SELECT ?2, profile_id, email, template, kind, topic, locale, network, data, 'queued', 0, ?3, ?3
            FROM (${ASKED}) WHERE true ORDER BY created_at LIMIT 1
            ON CONFLICT(id) DO NOTHING`,
      args: [submission, id, now],
    },
  ]);
}
