import { bindArguments } from "./bind.ts";
import type { Column, Connection, Prepared } from "./connection.ts";
import { StatementError, statementErrorFrom } from "./errors.ts";
import type { Statement } from "./statement.ts";
import { decodeSafeRow, isUnsafeArgument, wrapForSafeText } from "./text-safety.ts";
import { encodeValue } from "./values.ts";
import type { HranaValue, SqlValue } from "./values.ts";

export interface StatementResult {
  cols: { name: string; decltype: string | null }[];
  rows: HranaValue[][];
  affected_row_count: number;
  last_insert_rowid: string | null;
  rows_read: number;
  rows_written: number;
  query_duration_ms: number;
}

export interface Arguments {
  args: SqlValue[];
  named: [name: string, value: SqlValue][];
  wantRows: boolean;
}

/** What may still be returned, roughly. Counted down by each row. */
export interface ResultBudget {
  bytes: number;
}

/**
 * Runs one statement to its end.
 * Throws what the native engine throws, or a `StatementError`.
 */
export function executeStatement(
  connection: Connection,
  statement: Statement,
  request: Arguments,
  budget: ResultBudget,
): StatementResult {
  const started = performance.now();
  const result: StatementResult = {
    cols: [],
    rows: [],
    affected_row_count: 0,
    last_insert_rowid: null,
    rows_read: 0,
    rows_written: 0,
    query_duration_ms: 0,
  };
  if (statement.leavesState) connection.tainted = true;
  if (statement.writes && statement.textRisk === "any") connection.shared.unsafeText = true;

  if (statement.kind === "begin" || statement.kind === "end") {
    bindArguments([], request.args, request.named);
    connection.exec(statement.sql);
  } else {
    const args = bindArguments(statement.params, request.args, request.named);
    if (args.some((value) => isUnsafeArgument(value, statement.textRisk))) {
      connection.shared.unsafeText = true;
    }
    const prepared = connection.prepare(statement.sql);
    if (statement.kind === "schema") connection.noteSchemaChange();
    try {
      runPrepared(connection, statement, prepared, args, budget, result);
    } catch (error) {
      if (statementErrorFrom(error).code === "SQLITE_BUSY") connection.endBusy(prepared, args);
      throw error;
    }
    if (!request.wantRows) result.rows = [];
  }
  result.rows_written = result.affected_row_count;
  result.rows_read = result.rows.length;
  result.query_duration_ms = performance.now() - started;
  return result;
}

function runPrepared(
  connection: Connection,
  statement: Statement,
  prepared: Prepared,
  args: SqlValue[],
  budget: ResultBudget,
  result: StatementResult,
): void {
  if (prepared.rows) {
    result.cols = prepared.columns.map(describeColumn);
    result.rows = readRows(connection, statement, prepared, args, budget);
    if (statement.changesRows) reportChange(result, statement, connection);
    return;
  }
  const { changes, lastInsertRowid } = prepared.run(args);
  if (!statement.changesRows) return;
  result.affected_row_count = changes;
  // The native engine gives a Number, which may have lost digits.
  if (!Number.isSafeInteger(lastInsertRowid)) reportChange(result, statement, connection);
  else if (statement.isInsert) result.last_insert_rowid = String(lastInsertRowid);
}

export function describeColumn(column: Column): { name: string; decltype: string | null } {
  return { name: column.name, decltype: column.type };
}

function reportChange(result: StatementResult, statement: Statement, connection: Connection): void {
  const { rowid, changes } = connection.lastChange();
  result.affected_row_count = changes;
  if (statement.isInsert) result.last_insert_rowid = rowid.toString();
}

function readRows(
  connection: Connection,
  statement: Statement,
  prepared: Prepared,
  args: SqlValue[],
  budget: ResultBudget,
): HranaValue[][] {
  const needsCare = statement.textRisk !== "none" || connection.shared.unsafeText;
  const isSelect = statement.kind === "read" && !statement.isExplain;
  const safe = needsCare && isSelect ? prepareSafely(connection, statement, prepared) : null;
  const rows = (safe ?? prepared).rows?.(args);
  const encoded: HranaValue[][] = [];
  if (!rows) return encoded;
  for (let next = rows.next(); !next.done; next = rows.next()) {
    try {
      const row = safe ? decodeSafeRow(next.value) : next.value;
      for (const value of row) budget.bytes -= sizeOf(value);
      if (budget.bytes < 0) throw new StatementError("Response is too large", "RESPONSE_TOO_LARGE");
      encoded.push(row.map(encodeValue));
    } catch (error) {
      connection.abandon(rows);
      throw error;
    }
  }
  return encoded;
}

function prepareSafely(connection: Connection, statement: Statement, prepared: Prepared): Prepared | null {
  try {
    return connection.prepare(wrapForSafeText(statement.sql, prepared.columns.length));
  } catch {
    return null;
  }
}

/** About what a value takes in the answer. */
function sizeOf(value: SqlValue): number {
  if (typeof value === "string") return value.length + 24;
  return value instanceof Uint8Array ? value.byteLength * 1.4 + 24 : 32;
}
