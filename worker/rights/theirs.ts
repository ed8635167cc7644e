import type { Row } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";

/** All that is somebody's, as far as it must be known to be erased. */
export interface Theirs {
  /** The people erased: the one meant first. */
  people: string[];
  /** Their ids, and those of all that was merged into them. */
  ids: string[];
  /** Addresses that are theirs and nobody else's. */
  emails: string[];
  /** The site's own ids of them. */
  externalIds: string[];
  /** What was told of them: traits and answers, a record for each time. */
  told: Record<string, unknown>[];
}

const LIVES = "merged_into IS NULL AND erased_at IS NULL";
const IN = "IN (SELECT value FROM json_each(?1))";

/** Whom an id stands for, with what nobody has confirmed of the same address; null if there is nobody (any more). */
export async function whoIs(db: Db, id: string): Promise<Theirs | null> {
  const [found, proven] = await db.read([
    {
      sql: `SELECT p.id, p.email FROM profiles AS named JOIN profiles AS p ON p.id = coalesce(named.merged_into, named.id)
            WHERE named.id = ? AND p.erased_at IS NULL`,
      args: [id],
    },
    {
      sql: `SELECT DISTINCT email FROM permissions WHERE status = 'confirmed'
              AND profile_id = (SELECT coalesce(merged_into, id) FROM profiles WHERE id = ?)`,
      args: [id],
    },
  ]);
  const [person] = found!.rows;
  if (!person) return null;
  const emails = [...texts([person], "email"), ...texts(proven!.rows, "email")];
  return everythingOf(db, [String(person["id"])], emails);
}

/** Everybody who has an address, who has confirmed it first; nobody is somebody here, too: the address alone. */
export async function whoHas(db: Db, email: string): Promise<Theirs> {
  const [found] = await db.read([
    {
      sql: `SELECT id FROM profiles WHERE email = ? AND ${LIVES} ORDER BY email_confirmed_at IS NULL, id`,
      args: [email],
    },
  ]);
  return everythingOf(db, texts(found!.rows, "id"), [email]);
}

async function everythingOf(db: Db, meant: string[], addresses: string[]): Promise<Theirs> {
  const [others, claims] = await db.read([
    {
      sql: `SELECT email FROM profiles WHERE email ${IN} AND email_confirmed_at IS NOT NULL AND ${LIVES}
              AND id NOT IN (SELECT value FROM json_each(?2))`,
      args: [JSON.stringify(addresses), JSON.stringify(meant)],
    },
    {
      sql: `SELECT id, email FROM profiles WHERE email ${IN} AND email_confirmed_at IS NULL AND ${LIVES}`,
      args: [JSON.stringify(addresses)],
    },
  ]);
  const foreign = new Set(texts(others!.rows, "email"));
  const emails = [...new Set(addresses)].filter((email) => !foreign.has(email));
  const claimed = claims!.rows.filter((row) => emails.includes(String(row["email"])));
  const people = [...new Set([...meant, ...texts(claimed, "id")])];
  const args = [JSON.stringify(people)];
  const [rows, submitted, begun] = await db.read([
    { sql: `SELECT id, external_id, traits FROM profiles WHERE id ${IN} OR merged_into ${IN}`, args },
    { sql: `SELECT answers FROM submissions WHERE profile_id ${IN}`, args },
    { sql: `SELECT answers FROM unfinished WHERE profile_id ${IN}`, args },
  ]);
  return {
    people,
    ids: texts(rows!.rows, "id"),
    emails,
    externalIds: texts(rows!.rows, "external_id"),
    told: [
      ...records(rows!.rows, "traits"),
      ...records(submitted!.rows, "answers"),
      ...records(begun!.rows, "answers"),
    ],
  };
}

/**
 * Which topics were withdrawn for their addresses, or under their ids for others', without a yes since, and when (epoch ms): what
 * an erasure deletes of the ledger, it must not undo.
 */
export async function withdrawnTopics(
  db: Db,
  { ids, emails }: Theirs,
): Promise<{ email: string; topic: string; at: number }[]> {
  const [found] = await db.read([
    {
      sql: `SELECT email, topic, max(at) AS at FROM permissions AS w
            WHERE (email ${IN} OR profile_id IN (SELECT value FROM json_each(?2)))
              AND channel = 'email' AND status = 'withdrawn'
              AND NOT EXISTS (SELECT 1 FROM permissions AS y WHERE y.email = w.email AND y.channel = 'email'
                AND y.topic = w.topic AND y.status = 'confirmed' AND y.at > w.at)
            GROUP BY email, topic`,
      args: [JSON.stringify(emails), JSON.stringify(ids)],
    },
  ]);
  return found!.rows.map((row) => ({
    email: String(row["email"]),
    topic: String(row["topic"]),
    at: Number(row["at"]),
  }));
}

const texts = (rows: Row[], column: string): string[] =>
  rows.flatMap((row) => (row[column] === null ? [] : [String(row[column])]));

const records = (rows: Row[], column: string): Record<string, unknown>[] =>
  rows.map((row) => JSON.parse(String(row[column])) as Record<string, unknown>);
