import { createHash } from "node:crypto";
import type { InStatement, Row } from "@libsql/client/http";
import { isDeeperThan } from "../lib/depth.ts";
import type { Db } from "../platform/db.ts";
import { Refusal } from "../platform/errors.ts";
import { type Compiled, compile, type Since } from "./compile.ts";
import { Document } from "./document.ts";
import { needNames } from "./needs.ts";
import { Playbook } from "./playbook.ts";

export interface Revision {
  revision: number;
  publishedAt: number;
  publishedBy: string | null;
  note: string | null;
  document: unknown;
  since: Since;
}

/** A playbook to be published, who does it and why. */
export interface Publication {
  document: unknown;
  /** The folder's files by name, as they were written. */
  files?: Record<string, string> | undefined;
  by?: string | undefined;
  note?: string | undefined;
}

/** The revision in force, as it was published; null before the first. */
export async function currentRevision(db: Db): Promise<Revision | null> {
  const [result] = await db.read([`SELECT ${REVISION} FROM playbook_revisions ORDER BY revision DESC LIMIT 1`]);
  const row = result?.rows[0];
  return row ? toRevision(row) : null;
}

/** The columns that {@link toRevision} reads. */
export const REVISION = "revision, published_at, published_by, note, document, since";

/** A row of {@link REVISION}. */
export function toRevision(row: Row): Revision {
  const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  return {
    revision: Number(row["revision"]),
    publishedAt: Number(row["published_at"]),
    publishedBy: text("published_by"),
    note: text("note"),
    document: JSON.parse(String(row["document"])),
    since: JSON.parse(String(row["since"])),
  };
}

/**
 * Publishes a playbook as the next revision; one equal to the current revision changes nothing. Nobody else publishes meanwhile.
 * @throws Refusal `playbook_invalid`, with `details: [{path, message}]`
 */
export async function publish(
  db: Db,
  { document, files, by, note }: Publication,
  now: number,
): Promise<{ revision: number; created: boolean }> {
  const playbook = parse(document);
  const text = JSON.stringify(document);
  const hash = createHash("sha256").update(text).digest("hex");
  return db.exclusively(async (locked) => {
    const [newest] = await locked.read([
      "SELECT hash, revision, since FROM playbook_revisions ORDER BY revision DESC LIMIT 1",
    ]);
    const last = newest?.rows[0];
    const revision = Number(last?.["revision"] ?? 0) + 1;
    if (last?.["hash"] === hash) return { revision: revision - 1, created: false };
    const since = nextSince(JSON.parse(String(last?.["since"] ?? "{}")), playbook, revision);
    await locked.write([
      {
        sql: `INSERT INTO playbook_revisions (revision, hash, document, published_at, published_by, note, files, since)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        args: [
          revision,
          hash,
          text,
          now,
          by ?? null,
          note ?? null,
          files ? JSON.stringify(files) : null,
          JSON.stringify(since),
        ],
      },
      beginRepublishing(revision, now),
    ]);
    return { revision, created: true };
  });
}

/** What was needed all along keeps its revision; what is new, or was not needed meanwhile, begins with this one. */
function nextSince(before: Since, playbook: Playbook, revision: number): Since {
  return Object.fromEntries(needNames(playbook).map((need) => [need, before[need] ?? revision]));
}

/**
 * A document compiled as {@link publish} would make it the next revision; the one in force if it says the same.
 * @throws Refusal `playbook_invalid`, with `details: [{path, message}]`
 */
export async function asPublished(db: Db, document: unknown): Promise<{ playbook: Compiled; isNew: boolean }> {
  const playbook = parse(document);
  const current = await currentRevision(db);
  const isNew = JSON.stringify(current?.document) !== JSON.stringify(document);
  const revision = (current?.revision ?? 0) + (isNew ? 1 : 0);
  return { playbook: compile(playbook, revision, nextSince(current?.since ?? {}, playbook, revision)), isNew };
}

/** Notes that people are to be brought to a revision, unless that is noted already. */
export function beginRepublishing(revision: number, now: number): InStatement {
  return {
    sql: `INSERT INTO republishings (revision, started_at, total, done, changed)
          SELECT ?1, ?2, (SELECT count(*) FROM profiles
            WHERE revision < ?1 AND merged_into IS NULL AND erased_at IS NULL), 0, 0
          WHERE NOT EXISTS (SELECT 1 FROM republishings WHERE revision = ?1)`,
    args: [revision, now],
  };
}

/** Nobody nests conditions deeper by hand; a parser that recurses would give up at some depth of its own. */
const MOST_NESTED = 60;

/**
 * A document as a playbook.
 * @throws Refusal `playbook_invalid`, with `details: [{path, message}]`
 */
export function parse(document: unknown): Playbook {
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
/** One that was not looked at for so long, because nobody came, is not gone on with; publishing reaches everybody in 30 s. */
const OLDEST = 25_000;
/** A visitor waits no longer for a newer one than that. */
const PATIENCE = 1_000;

let cached: { playbook: Compiled; checkedAt: number } | undefined;

/**
 * The playbook in force, from memory. Once it is {@link FRESH} no more it still answers, while a newer one is looked for
 * behind the answer; so publishing reaches everybody in seconds, and a visitor waits for the database only where nobody came
 * for a while.
 * @throws Refusal `unavailable` before anything is published, or when an isolate starts without a database
 */
export async function playbook(db: Db, waitUntil: (work: Promise<unknown>) => void): Promise<Compiled> {
  if (!cached) return load(db);
  const { playbook: known, checkedAt } = cached;
  const age = Date.now() - checkedAt;
  if (age > FRESH) {
    cached.checkedAt = Date.now();
    const looked = reload(db, known.revision).catch(() => undefined);
    waitUntil(looked);
    if (age > OLDEST) await Promise.race([looked, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }
  return cached?.playbook ?? known;
}

/**
 * The playbook in force this moment, for whoever decides about many.
 * @throws Refusal `unavailable`
 */
export async function newestInForce(db: Db): Promise<Compiled> {
  if (!cached) return load(db);
  await reload(db, cached.playbook.revision);
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
  // What was in order when it was published stays in force, whatever rules came since.
  const playbook = Document.parse(revision.document);
  // One that was published before this was noted is taken to ask all of it anew.
  const since = Object.keys(revision.since).length > 0 ? revision.since : nextSince({}, playbook, revision.revision);
  const compiled = compile(playbook, revision.revision, since);
  cached = { playbook: compiled, checkedAt: Date.now() };
  return compiled;
}
