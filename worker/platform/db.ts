import { type Client, createClient, type InStatement, type ResultSet } from "@libsql/client/http";
import type { Settings } from "./env.ts";
import { Refusal } from "./errors.ts";

/** A database that does not answer in this time is treated as gone. */
const TIMEOUT = 5_000;

/**
 * One request's way to libSQL. It counts its round trips, since those are what costs at the edge.
 * Every call throws Refusal `unavailable` if the database cannot be asked, and libSQL's own error if it refuses.
 */
export interface Db {
  read(statements: InStatement[]): Promise<ResultSet[]>;
  /** All or nothing, in one transaction begun as a writer. */
  write(statements: InStatement[]): Promise<ResultSet[]>;
  /** Reads and writes while nobody else can write; committed at the end, rolled back if `work` throws. Keep it short. */
  exclusively<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /**
   * Has what was deleted leave the database's log and the gaps of its pages, where the server can be told to: the local one can
   * (cli/libsql), others do it by a rule of their own (docs/rights.md). Never fails; not within `exclusively`.
   */
  compact(): Promise<void>;
  readonly roundTrips: number;
}

/**
 * Opens the database for one request. A client shared between requests dies in workerd
 * (one request's I/O cannot be used by another), so each request has its own.
 */
export function openDb(settings: Pick<Settings, "LIBSQL_URL" | "LIBSQL_TOKEN">): Db {
  let client: Client | undefined;
  let roundTrips = 0;
  const connect = (): Client => {
    roundTrips++;
    return (client ??= createClient({
      url: settings.LIBSQL_URL,
      authToken: settings.LIBSQL_TOKEN,
      fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT) }),
    }));
  };
  return {
    get roundTrips() {
      return roundTrips;
    },
    async compact() {
      if (!settings.LIBSQL_URL.startsWith("http:")) return;
      const headers = settings.LIBSQL_TOKEN ? { authorization: `Bearer ${settings.LIBSQL_TOKEN}` } : undefined;
      const init = { method: "POST", headers, signal: AbortSignal.timeout(TIMEOUT) };
      await fetch(new URL("/v1/compact", settings.LIBSQL_URL), init).catch(() => undefined);
    },
    read: (statements) => answered(connect().batch(statements, "read")),
    write: (statements) => answered(connect().batch(statements, "write")),
    async exclusively(work) {
      const transaction = await answered(connect().transaction("write"));
      const run = (statements: InStatement[]): Promise<ResultSet[]> => {
        roundTrips++;
        return answered(transaction.batch(statements));
      };
      const locked: Db = {
        get roundTrips() {
          return roundTrips;
        },
        read: run,
        write: run,
        exclusively: (inner) => inner(locked),
        compact: () => Promise.resolve(),
      };
      try {
        const result = await work(locked);
        roundTrips++;
        await answered(transaction.commit());
        return result;
      } finally {
        transaction.close();
      }
    },
  };
}

/** What SQLite says is passed on; anything else means that the database could not be asked. */
async function answered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (codeOf(error).startsWith("SQLITE_")) throw error;
    console.warn(`the database does not answer: ${error instanceof Error ? error.message : "?"}`);
    throw new Refusal("unavailable", "The database does not answer. Try again in a moment.", undefined, error);
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Whether an error is libSQL's word that a constraint failed: for us, that a race was lost. */
export function isConstraint(error: unknown): boolean {
  return codeOf(error).startsWith("SQLITE_CONSTRAINT");
}
