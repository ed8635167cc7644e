import type { Connection } from "./connection.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { ProtocolError, StatementError, statementErrorFrom, transactionTimedOut } from "./errors.ts";
import { executeStatement } from "./execute.ts";
import type { Arguments, ResultBudget, StatementResult } from "./execute.ts";
import type { SqlText } from "./protocol.ts";
import type { Statement } from "./statement.ts";
import type { WriteLock } from "./write-lock.ts";

/** What all streams of one server share. */
export interface Engine {
  pool: ConnectionPool;
  writeLock: WriteLock;
  /** Bound of the rows that one pipeline may return, in bytes. */
  maxResultBytes: number;
}

const maxStoredSqls = 50;
const maxStoredSqlBytes = 5_000;

/** A client's conversation with one connection: at most one transaction, and stored SQL texts. */
export class Stream {
  /** `performance.now()` of when it got the write lock it holds. */
  lockedSince = 0;
  /** How many bytes of rows this pipeline may still return. */
  budget: ResultBudget = { bytes: 0 };
  readonly #engine: Engine;
  readonly #sqls = new Map<number, string>();
  #connection: Connection | null = null;
  #timedOut = false;
  #closed = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get holdsLock(): boolean {
    return this.#engine.writeLock.isHeldBy(this);
  }

  get isAutocommit(): boolean {
    return this.#connection?.isAutocommit ?? true;
  }

  get connection(): Connection {
    this.#assertOpen();
    try {
      return (this.#connection ??= this.#engine.pool.take());
    } catch (error) {
      throw statementErrorFrom(error);
    }
  }

  /** True if a statement that writes could run now; if not, wait for `lock()` first. */
  tryLock(): boolean {
    this.#assertOpen();
    if (this.holdsLock) return true;
    if (!this.#engine.writeLock.tryAcquire(this)) return false;
    this.lockedSince = performance.now();
    return true;
  }

  async lock(): Promise<void> {
    await this.#engine.writeLock.acquire(this);
    this.#assertOpen();
    this.lockedSince = performance.now();
  }

  /**
   * Runs a statement, for which the stream must have the write lock if it writes.
   * Throws a `StatementError`.
   */
  run(statement: Statement, request: Arguments): StatementResult {
    const wasAutocommit = this.isAutocommit;
    try {
      this.assertInTime();
      return this.#execute(statement, request, wasAutocommit);
    } catch (thrown) {
      if (thrown instanceof ProtocolError) throw thrown;
      const error = statementErrorFrom(thrown);
      // Its snapshot is too old to write from: it must not keep others waiting until it gives up.
      if (error.code === "SQLITE_BUSY" && !wasAutocommit) this.#engine.writeLock.release(this);
      throw error;
    } finally {
      this.#connection?.settle();
      if (this.isAutocommit) this.#engine.writeLock.release(this);
    }
  }

  /**
   * Whoever has the write lock finds SQLite's free. If not, an earlier reading on this very connection was never ended and pins its
   * snapshot: another connection is taken, and this one does not go back to the pool.
   */
  #execute(statement: Statement, request: Arguments, wasAutocommit: boolean): StatementResult {
    const { connection } = this;
    try {
      return executeStatement(connection, statement, request, this.budget);
    } catch (thrown) {
      const isPinned = statementErrorFrom(thrown).code === "SQLITE_BUSY" && wasAutocommit && this.holdsLock;
      if (!isPinned) throw thrown;
      connection.tainted = true;
      this.#connection = null;
      this.#engine.pool.giveBack(connection);
      return executeStatement(this.connection, statement, request, this.budget);
    }
  }

  assertInTime(): void {
    if (this.#timedOut) throw transactionTimedOut();
  }

  /** Ends a transaction that took too long. From then on the stream refuses all but to close. */
  timeOut(): void {
    this.#timedOut = true;
    this.#letGo();
  }

  storeSql(id: number, sql: string): void {
    if (this.#sqls.has(id)) throw new ProtocolError(`SQL text ${id} already exists`);
    if (this.#sqls.size >= maxStoredSqls) {
      throw new StatementError(
        `The server already stores ${this.#sqls.size} SQL texts, it cannot store more`,
        "SQL_STORE_TOO_MANY",
      );
    }
    if (Buffer.byteLength(sql) > maxStoredSqlBytes) {
      throw new StatementError(
        `The statement is too large to be stored: the limit is ${maxStoredSqlBytes} bytes`,
        "SQL_STORE_TOO_LARGE",
      );
    }
    this.#sqls.set(id, sql);
  }

  closeSql(id: number): void {
    this.#sqls.delete(id);
  }

  sqlOf(text: SqlText): string {
    const sql = typeof text === "string" ? text : this.#sqls.get(text);
    if (sql === undefined) throw new ProtocolError(`SQL text ${text} not found`);
    return sql;
  }

  /** Rolls back, frees the lock or its place in the queue, and gives the connection back. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#engine.writeLock.cancel(this, streamClosed());
    this.#letGo();
  }

  #assertOpen(): void {
    if (this.#closed) throw streamClosed();
  }

  #letGo(): void {
    const connection = this.#connection;
    this.#connection = null;
    if (connection) this.#engine.pool.giveBack(connection);
    this.#engine.writeLock.release(this);
  }
}

function streamClosed(): ProtocolError {
  return new ProtocolError("Stream for this baton was closed", "STREAM_CLOSED");
}
