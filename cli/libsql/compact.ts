import { stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { Connection } from "./connection.ts";
import type { Engine } from "./stream.ts";

/** Rewriting a larger file would keep everybody waiting for seconds. */
const largestRewritten = 128 * 1024 * 1024;
const patienceMs = 2_000;
const againAfterMs = 25;

/**
 * Has what was deleted leave the files. `secure_delete` writes zeros over rows, but not over the copies that are left in
 * the gaps of pages when their rows move to another page, nor over the log. So the file is written anew, unless it is too large,
 * and the log is emptied.
 * @returns false if somebody still reads from the log; whatever is read there will be
 */
export function compact(engine: Engine): Promise<boolean> {
  const waiting = begun.get(engine);
  if (waiting) return waiting;
  const compacting = compactOnce(engine);
  begun.set(engine, compacting);
  return compacting;
}

/** Those that still wait for their turn: each does for all who ask until then, so that many erasures hold up nobody for long. */
const begun = new WeakMap<Engine, Promise<boolean>>();

async function compactOnce(engine: Engine): Promise<boolean> {
  const { pool, writeLock } = engine;
  const owner = {};
  // Even where the lock is free, whoever asks in the same moment shares.
  await Promise.resolve();
  await writeLock.acquire(owner);
  begun.delete(engine);
  // A connection that rests may hold a reading that was never ended, and with it the log.
  pool.close();
  const connection = new Connection(pool.shared);
  try {
    const { size } = await stat(pool.shared.file);
    if (size <= largestRewritten) rewrite(connection);
    const giveUpAt = performance.now() + patienceMs;
    while (!emptyLog(connection)) {
      if (performance.now() > giveUpAt) return false;
      await setTimeout(againAfterMs);
    }
    return true;
  } finally {
    connection.close();
    writeLock.release(owner);
  }
}

/** Needs as much room again as the file takes; without it the log is emptied all the same. */
function rewrite(connection: Connection): void {
  try {
    connection.exec("VACUUM");
    // SQLite counts this as a change of the schema: statements that are prepared are so no longer.
    connection.shared.schemaVersion += 1;
  } catch (error) {
    console.error("libSQL server: the file could not be written anew:", error);
  }
}

/** Moves the log into the file and cuts it to nothing; false while a reader needs it. */
function emptyLog(connection: Connection): boolean {
  const rows = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").rows?.([]);
  const answer = rows ? Array.from({ [Symbol.iterator]: () => rows }) : [];
  return Number(answer[0]?.[0] ?? 0) === 0;
}
