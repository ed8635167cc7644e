import type { InStatement } from "@libsql/client/http";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/**
 * One INSERT for any number of rows: they travel as one JSON argument, so a batch of a thousand events is
 * still one statement and far from SQLite's limit of bound values. `conflict` is the ON CONFLICT clause.
 */
export function insertRows<T extends SQLiteTable>(table: T, rows: T["$inferInsert"][], conflict = ""): InStatement[] {
  if (rows.length === 0) return [];
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => column.name).join(", ");
  const values = columns.map(([key, column]) => valueOf(key, column.default)).join(", ");
  const sql = `INSERT INTO ${getTableName(table)} (${names}) SELECT ${values} FROM json_each(?) WHERE true ${conflict}`;
  return [{ sql, args: [JSON.stringify(rows)] }];
}

/** What is in JSON is given, and so would be null: the table's own default would never be taken. */
function valueOf(key: string, otherwise: unknown): string {
  const value = `value->>'$.${key}'`;
  return typeof otherwise === "number" ? `coalesce(${value}, ${otherwise})` : value;
}
