import { createHash } from "node:crypto";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { InStatement } from "@libsql/client/http";
import { ROOT } from "../../cli/bundle.ts";
import { migrate } from "../../cli/migrate.ts";
import { readPlaybook } from "../../cli/playbook/read.ts";
import { startDatabase } from "../../cli/stack/database.ts";
import { random } from "../../cli/stack/secrets.ts";
import { type Db, openDb } from "../../worker/platform/db.ts";
import { compile, Playbook } from "../../worker/playbook/index.ts";
import { settle } from "../../worker/settle/settle.ts";
import { writeStatements } from "../../worker/settle/write.ts";
import { bareStatements } from "../bare-rows.ts";
import { countRequests } from "../counting-proxy.ts";
import { messagesOf } from "../messages.ts";
import { countRow, median, ratioRow, type Row } from "../row.ts";

const BATCH = 100;
/** Batches a round; the floors write each of them right after it was settled. */
const ROUND = 10;
/** Rows compared at a time. */
const PAGE = 2_000;

interface Times {
  ours: number;
  bare: number;
  packed: number;
  events: number;
}

/**
 * Batches of messages settled (read, folded, written), against writing the same rows without reading or folding: row by
 * row, as one would, and all rows of a table in one statement, as the consumer does. Each side has a database of its own.
 */
export async function consumer(dataDir: string, events: number): Promise<Row[]> {
  const { document } = await readPlaybook(join(ROOT, "example/playbook"));
  const playbook = compile(Playbook.parse(document), 1);
  const messages = messagesOf(events, playbook);
  const [ours, bare, packed] = await Promise.all(
    ["ours", "bare", "packed"].map((name) => open(join(dataDir, `${name}.db`))),
  );
  const rounds: Times[] = [];
  let batches = 0;
  for (let i = 0; i < messages.length; i += BATCH) {
    if (batches % ROUND === 0) rounds.push({ ours: 0, bare: 0, packed: 0, events: 0 });
    const batch = messages.slice(i, i + BATCH);
    const now = Math.max(
      ...batch.flatMap((message) => (message.kind === "events" ? message.events.map((e) => e.receivedAt) : [])),
    );
    const times = rounds.at(-1)!;
    const from = performance.now();
    const work = await settle(ours!.db, batch, playbook, now);
    times.ours += performance.now() - from;
    times.bare += await timed(bare!.db, () => bareStatements(work, now));
    times.packed += await timed(packed!.db, () => writeStatements(work, now));
    times.events += work.events.length;
    batches++;
  }
  const { roundTrips } = ours!.db;
  const { requests } = ours!.requests.take();
  await sameRows([ours!.db, bare!.db, packed!.db]);
  for (const one of [ours!, bare!, packed!]) await one.close();

  // The first round warms up: a small database, code that was never run.
  const counted = rounds.length > 2 ? rounds.slice(1) : rounds;
  const rate = (side: "ours" | "bare" | "packed"): string =>
    `${Math.round(median(counted.map((times) => times.events / times[side])) * 1000)} events/s`;
  const note = `${batches} batches of ${BATCH} messages`;
  return [
    ratioRow(
      "consumer",
      "events stored, against a bare loop: one statement a row",
      counted.map((times) => times.bare / times.ours),
      0.4,
      { ours: rate("ours"), floor: rate("bare"), note },
    ),
    ratioRow(
      "consumer",
      "the same, against a packed loop: one statement a table",
      counted.map((times) => times.packed / times.ours),
      0.4,
      { ours: rate("ours"), floor: rate("packed"), note },
    ),
    countRow(
      "consumer",
      "round trips a batch",
      roundTrips / batches,
      2,
      "",
      `${requests} requests reached the database`,
    ),
  ];
}

interface Opened {
  db: Db;
  requests: { take(): { requests: number } };
  close(): Promise<void>;
}

/** All three go through a counter, so that it slows none more than another. */
async function open(file: string): Promise<Opened> {
  const database = await startDatabase(file, random());
  await migrate(database);
  const requests = await countRequests(database.url);
  const db = openDb({ LIBSQL_URL: requests.url, LIBSQL_TOKEN: database.token });
  return {
    db,
    requests,
    async close() {
      await requests.close();
      await database.close();
    },
  };
}

async function timed(db: Db, statements: () => InStatement[]): Promise<number> {
  const from = performance.now();
  await db.write(statements());
  return performance.now() - from;
}

const TABLES = {
  profiles: "id, version, state, stage, cell, due_at, last_seen",
  events: "id, profile_id, at, path, data, effects",
  visitors: "id, profile_id, first_seen, last_seen",
  sessions: "profile_id, started_at, last_at, views, landing",
  profile_segments: "segment, profile_id, since",
  segment_days: 'segment, day, entered, "left"',
  stage_moves: "profile_id, at, to_stage, stayed",
  consents: "id, profile_id, at, analytics",
  counters: "name, value",
};

/** A floor that did less would prove nothing: all databases must have come to the same rows. */
async function sameRows(databases: Db[]): Promise<void> {
  for (const [table, columns] of Object.entries(TABLES)) {
    const sums: string[] = [];
    for (const db of databases) sums.push(await sumOf(db, `SELECT ${columns} FROM ${table} ORDER BY 1, 2`));
    if (new Set(sums).size > 1) throw new Error(`the sides of the consumer row wrote different rows into ${table}`);
  }
}

/** A hash of all rows, read some at a time: on a busy machine all at once would take longer than an answer may. */
async function sumOf(db: Db, sql: string): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; ; at += PAGE) {
    const [part] = await db.read([`${sql} LIMIT ${PAGE} OFFSET ${at}`]);
    hash.update(JSON.stringify(part!.rows));
    if (part!.rows.length < PAGE) return hash.digest("hex");
  }
}
