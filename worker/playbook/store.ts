import { createHash } from "node:crypto";
import { isDeeperThan } from "../lib/depth.ts";
import type { Db } from "../platform/db.ts";
import { Refusal } from "../platform/errors.ts";
import { type Compiled, compile } from "./compile.ts";
import { Playbook } from "./playbook.ts";

export interface Revision {
  revision: number;
  publishedAt: number;
  document: unknown;
}

/** The revision in force, as it was published; null before the first. */
export async function currentRevision(db: Db): Promise<Revision | null> {
  const [result] = await db.read([
    "SELECT revision, published_at, document FROM playbook_revisions ORDER BY revision DESC LIMIT 1",
  ]);
  const row = result?.rows[0];
  if (!row) return null;
  return {
    revision: Number(row["revision"]),
    publishedAt: Number(row["published_at"]),
    document: JSON.parse(String(row["document"])),
  };
}

/**
 * Publishes a playbook as the next revision; one equal to the current revision changes nothing.
 * @throws Refusal `playbook_invalid`, with `details: [{path, message}]`
 */
export async function publish(db: Db, document: unknown, now: number): Promise<{ revision: number }> {
  parse(document);
  const text = JSON.stringify(document);
  const hash = createHash("sha256").update(text).digest("hex");
  const results = await db.write([
    {
      sql: `INSERT INTO playbook_revisions (revision, hash, document, published_at)
            SELECT coalesce(max(revision), 0) + 1, ?1, ?2, ?3 FROM playbook_revisions
            HAVING coalesce((SELECT hash FROM playbook_revisions ORDER BY revision DESC LIMIT 1), '') <> ?1`,
      args: [hash, text, now],
    },
    "SELECT max(revision) AS revision FROM playbook_revisions",
  ]);
  return { revision: Number(results[1]?.rows[0]?.["revision"]) };
}

/** Nobody nests conditions deeper by hand; a parser that recurses would give up at some depth of its own. */
const MOST_NESTED = 60;

function parse(document: unknown): Playbook {
  if (isDeeperThan(MOST_NESTED, document))
    throw new Refusal("playbook_invalid", `The playbook is nested deeper than ${MOST_NESTED} levels.`);
  const result = Playbook.safeParse(document);
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, message }) => ({ path, message }));
  throw new Refusal(
    "playbook_invalid",
    `The playbook has ${details.length} mistake(s); nothing was published.`,
    details,
  );
}

/** How long an isolate may go on with a playbook before it looks for a newer one, in real time. */
const FRESH = 10_000;

let cached: { playbook: Compiled; checkedAt: number } | undefined;

/**
 * The playbook in force, from memory. Once it is {@link FRESH} no more it still answers, while a newer one is looked for
 * behind the answer; so publishing reaches everybody in seconds and no visitor waits for the database.
 * @throws Refusal `unavailable` before anything is published, or when an isolate starts without a database
 */
export async function playbook(db: Db, waitUntil: (work: Promise<unknown>) => void): Promise<Compiled> {
  if (!cached) return load(db);
  if (Date.now() - cached.checkedAt > FRESH) {
    cached.checkedAt = Date.now();
    waitUntil(reload(db, cached.playbook.revision).catch(() => undefined));
  }
  return cached.playbook;
}

/** Forgets what is cached, so that the next request sees what was just published. */
export function forgetPlaybook(): void {
  cached = undefined;
}

/** The newest revision's number, to be read along with whatever else is read. */
export const NEWEST_REVISION = "SELECT max(revision) AS revision FROM playbook_revisions";

/** `current`, or the newest playbook where the database told of one that is newer: what is written cannot be decided anew. */
export async function newestPlaybook(db: Db, current: Compiled, revision: number): Promise<Compiled> {
  return revision > current.revision ? load(db) : current;
}

async function reload(db: Db, known: number): Promise<void> {
  const [result] = await db.read([NEWEST_REVISION]);
  if (Number(result?.rows[0]?.["revision"]) !== known) await load(db);
}

async function load(db: Db): Promise<Compiled> {
  const revision = await currentRevision(db);
  if (!revision) throw new Refusal("unavailable", "No playbook is published yet: npm run playbook -- publish");
  const compiled = compile(Playbook.parse(revision.document), revision.revision);
  cached = { playbook: compiled, checkedAt: Date.now() };
  return compiled;
}
