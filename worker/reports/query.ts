import type { InArgs, Row } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";

/** A question to the database and how to read its answer. Several are asked in one round trip. */
export interface Query<T> {
  statements: { sql: string; args: Exclude<InArgs, Record<string, unknown>> }[];
  /** Reads the rows of all its statements, in order. */
  read(rows: Row[]): T;
}

type Answers<Q extends readonly Query<unknown>[]> = {
  -readonly [K in keyof Q]: Q[K] extends Query<infer T> ? T : never;
};

/** Asks several things in one round trip. */
export async function ask<const Q extends readonly Query<unknown>[]>(db: Db, ...queries: Q): Promise<Answers<Q>> {
  const results = await db.read(queries.flatMap((query) => query.statements));
  let at = 0;
  const answers = queries.map(({ statements, read }) => {
    const rows = results.slice(at, at + statements.length).flatMap((result) => result.rows);
    at += statements.length;
    return read(rows);
  });
  return answers as Answers<Q>;
}

/** Asks one thing. */
export async function askOne<T>(db: Db, query: Query<T>): Promise<T> {
  const [answer] = await ask(db, query);
  return answer;
}

/** A column's text, or null. */
export const text = (row: Row, column: string): string | null => (isEmpty(row, column) ? null : String(row[column]));

/** A column's number, or null. */
export const number = (row: Row, column: string): number | null => (isEmpty(row, column) ? null : Number(row[column]));

/** A JSON column's value, or null. */
export const json = <T>(row: Row, column: string): T | null =>
  isEmpty(row, column) ? null : (JSON.parse(String(row[column])) as T);

/** A column that was not selected counts as empty. */
const isEmpty = (row: Row, column: string): boolean => (row[column] ?? null) === null;
