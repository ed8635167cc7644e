import { Connection } from "./connection.ts";
import type { SharedState } from "./connection.ts";

const maxIdle = 8;

/** Connections that are open and not in use: opening one reads the schema again. */
export class ConnectionPool {
  readonly shared: SharedState;
  readonly #idle: Connection[] = [];

  constructor(shared: SharedState) {
    this.shared = shared;
  }

  take(): Connection {
    return this.#idle.pop() ?? new Connection(this.shared);
  }

  /** Takes a connection back, rolling back what it has open. */
  giveBack(connection: Connection): void {
    try {
      connection.rollback();
    } catch {
      connection.tainted = true;
    }
    if (connection.tainted || this.#idle.length >= maxIdle) connection.close();
    else this.#idle.push(connection);
  }

  /** Moves the write-ahead log into the file, as far as nobody else reads from it. */
  checkpoint(): void {
    const connection = this.take();
    try {
      connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch {
      // Another process holds the file: the log then stays beside it, complete.
    } finally {
      connection.close();
    }
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close();
  }
}
