import { type Client, createClient, type InStatement, type ResultSet } from "@libsql/client/http";
import type { Settings } from "./env.ts";

/** A database that does not answer in this time is treated as gone. */
const TIMEOUT = 5_000;

/** One request's way to libSQL. It counts its round trips, since those are what costs at the edge. */
export interface Db {
  read(statements: InStatement[]): Promise<ResultSet[]>;
  /** All or nothing, in one transaction begun as a writer. */
  write(statements: InStatement[]): Promise<ResultSet[]>;
  roundTrips: number;
}

/**
 * Opens the database for one request. A client shared between requests dies in workerd
 * (one request's I/O cannot be used by another), so each request has its own.
 */
export function openDb(settings: Pick<Settings, "LIBSQL_URL" | "LIBSQL_TOKEN">): Db {
  let client: Client | undefined;
  const connect = (): Client =>
    (client ??= createClient({
      url: settings.LIBSQL_URL,
      authToken: settings.LIBSQL_TOKEN,
      fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT) }),
    }));
  return {
    roundTrips: 0,
    read(statements) {
      this.roundTrips++;
      return connect().batch(statements, "read");
    },
    write(statements) {
      this.roundTrips++;
      return connect().batch(statements, "write");
    },
  };
}

/** Whether an error is libSQL's word that a constraint failed: for us, that a race was lost. */
export function isConstraint(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT");
}
