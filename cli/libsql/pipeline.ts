import { runBatch, runExecute, runSequence } from "./batch.ts";
import { StatementError, statementErrorFrom } from "./errors.ts";
import { describeColumn } from "./execute.ts";
import type { StreamRequest } from "./protocol.ts";
import { readStatement } from "./statement.ts";
import type { Stream } from "./stream.ts";

export type StreamResult =
  | { type: "ok"; response: { type: StreamRequest["type"] } & Record<string, unknown> }
  | { type: "error"; error: { message: string; code: string } };

/** Runs the requests of one pipeline in order; one that fails does not stop those after it. */
export async function runPipeline(stream: Stream, requests: StreamRequest[]): Promise<StreamResult[]> {
  const results: StreamResult[] = [];
  for (const request of requests) {
    try {
      const answer = await runRequest(stream, request);
      results.push({ type: "ok", response: { type: request.type, ...answer } });
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      results.push({ type: "error", error: { message: error.message, code: error.code } });
    }
  }
  return results;
}

async function runRequest(stream: Stream, request: StreamRequest): Promise<object> {
  switch (request.type) {
    case "close":
      stream.close();
      return {};
    case "execute":
      return { result: await runExecute(stream, request.stmt) };
    case "batch":
      return { result: await runBatch(stream, request.steps) };
    case "sequence":
      await runSequence(stream, stream.sqlOf(request.sql));
      return {};
    case "describe":
      return { result: describeStatement(stream, stream.sqlOf(request.sql)) };
    case "store_sql":
      stream.storeSql(request.sqlId, request.sql);
      return {};
    case "close_sql":
      stream.closeSql(request.sqlId);
      return {};
    case "get_autocommit":
      return { is_autocommit: stream.isAutocommit };
  }
}

function describeStatement(stream: Stream, sql: string): object {
  stream.assertInTime();
  const statement = readStatement(sql);
  const { columns } = prepare(stream, statement.sql);
  return {
    params: statement.params.map((name) => ({ name })),
    cols: columns.map(describeColumn),
    is_explain: statement.isExplain,
    is_readonly: !statement.writes,
  };
}

function prepare(stream: Stream, sql: string) {
  try {
    return stream.connection.prepare(sql);
  } catch (error) {
    throw statementErrorFrom(error);
  }
}
