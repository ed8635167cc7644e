import Database from "libsql";
import { Lru } from "./lru.ts";
import type { SqlValue } from "./values.ts";

/** A result column as the native engine describes it; `type` is its declared type. */
export interface Column {
  name: string;
  type: string | null;
}

/** A prepared statement of the native engine, in the two ways that leave nothing open behind. */
export interface Prepared {
  columns: Column[];
  /** Present if the statement has columns; `run` would leave such a statement open. */
  rows: ((args: SqlValue[]) => Iterator<SqlValue[]>) | null;
  run: (args: SqlValue[]) => { changes: number; lastInsertRowid: number };
}

/** What all connections to one file share. */
export interface SharedState {
  file: string;
  /** Counts schema changes: a cached statement must not outlive the one it was prepared under. */
  schemaVersion: number;
  /** True once text that is not safe to read may have been stored. */
  unsafeText: boolean;
}

interface NativeStatement {
  reader: boolean;
  columns(): Column[];
  raw(on: boolean): NativeStatement;
  iterate(args: SqlValue[]): Iterator<SqlValue[]>;
  run(args: SqlValue[]): { changes: number; lastInsertRowid: number };
}

interface NativeDatabase {
  readonly inTransaction: boolean;
  defaultSafeIntegers(on: boolean): void;
  prepare(sql: string): NativeStatement;
  exec(sql: string): void;
  interrupt(): void;
  close(): void;
}

const cachedStatements = 100;

/** One native connection with its prepared statements. Every call blocks until SQLite is done. */
export class Connection {
  readonly shared: SharedState;
  /** True if it must not be handed to another client. */
  tainted = false;
  readonly #native: NativeDatabase;
  readonly #prepared = new Lru<string, Prepared>(cachedStatements);
  #schemaVersion: number;
  #changedSchema = false;

  constructor(shared: SharedState) {
    this.shared = shared;
    this.#schemaVersion = shared.schemaVersion;
    this.#native = new Database(shared.file) as unknown as NativeDatabase;
    this.#native.defaultSafeIntegers(true);
    this.#native.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
  }

  get isAutocommit(): boolean {
    return !this.#native.inTransaction;
  }

  /** For statements without arguments and results, and for all that control transactions. */
  exec(sql: string): void {
    this.#native.exec(sql);
  }

  prepare(sql: string): Prepared {
    if (this.#schemaVersion !== this.shared.schemaVersion) {
      this.#prepared.clear();
      this.#schemaVersion = this.shared.schemaVersion;
    }
    let prepared = this.#prepared.get(sql);
    if (!prepared) {
      prepared = describe(this.#native.prepare(sql));
      this.#prepared.set(sql, prepared);
    }
    return prepared;
  }

  /** The rowid that the last INSERT on this connection gave, and how many rows were changed. */
  lastChange(): { rowid: bigint; changes: number } {
    const rows = this.prepare("SELECT last_insert_rowid(), changes()").rows?.([]);
    const [rowid = 0n, changes = 0n] = rows ? [...drain(rows)].flat() : [];
    return { rowid: BigInt(rowid as bigint), changes: Number(changes) };
  }

  /** Ends a reading that is not wanted to its end; left open, it would pin its snapshot. */
  abandon(rows: Iterator<SqlValue[]>): void {
    this.#native.interrupt();
    try {
      while (!rows.next().done);
    } catch {
      // SQLITE_INTERRUPT is what ends it.
    }
  }

  /**
   * Ends a statement that got SQLITE_BUSY. SQLite keeps it open to be tried again, which would pin
   * its snapshot beyond a rollback, and the native package can only end it by having it fail.
   */
  endBusy(prepared: Prepared, args: SqlValue[]): void {
    this.tainted = true;
    this.#native.exec("PRAGMA query_only = ON");
    try {
      if (prepared.rows) Array.from(drain(prepared.rows(args)));
      else prepared.run(args);
    } catch {
      // SQLITE_READONLY is what ends it.
    }
    this.#native.exec("PRAGMA query_only = OFF");
  }

  noteSchemaChange(): void {
    this.#changedSchema = true;
    this.#prepared.clear();
  }

  /** To be called after each statement: others see a schema change only once it is committed. */
  settle(): void {
    if (!this.#changedSchema || !this.isAutocommit) return;
    this.#changedSchema = false;
    this.shared.schemaVersion += 1;
  }

  rollback(): void {
    if (!this.isAutocommit) this.#native.exec("ROLLBACK");
    this.settle();
  }

  close(): void {
    this.#prepared.clear();
    this.#native.close();
  }
}

function describe(statement: NativeStatement): Prepared {
  const isReader = statement.reader;
  if (isReader) statement.raw(true);
  return {
    columns: isReader ? statement.columns() : [],
    rows: isReader ? (args) => statement.iterate(args) : null,
    run: (args) => statement.run(args),
  };
}

function* drain(rows: Iterator<SqlValue[]>): Generator<SqlValue[]> {
  for (let next = rows.next(); !next.done; next = rows.next()) yield next.value;
}
