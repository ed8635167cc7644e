import { setTimeout } from "node:timers/promises";
import type { ConnectionPool } from "./connection-pool.ts";
import { statementErrorFrom } from "./errors.ts";

const patienceMs = 3_000;

/**
 * Opens the file for the first time and turns on write-ahead logging, which the file remembers.
 * A server that was just killed may still be letting go of it: that is waited for.
 */
export async function openDatabase(pool: ConnectionPool): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      const connection = pool.take();
      connection.exec("PRAGMA journal_mode = WAL");
      pool.giveBack(connection);
      return;
    } catch (thrown) {
      const error = statementErrorFrom(thrown);
      const isBusy = error.code === "SQLITE_BUSY" || error.code === "SQLITE_LOCKED";
      if (!isBusy || performance.now() > giveUpAt) {
        const why = isBusy ? " Another process uses it: stop that one first." : "";
        throw new Error(`Cannot open the database ${pool.shared.file}: ${error.message}.${why}`, {
          cause: thrown,
        });
      }
      await setTimeout(50);
    }
  }
}
