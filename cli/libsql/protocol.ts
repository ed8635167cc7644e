import { ProtocolError } from "./errors.ts";
import { decodeValue } from "./values.ts";
import type { SqlValue } from "./values.ts";

/** The SQL itself, or the id under which the stream stores it. */
export type SqlText = string | number;

export interface StatementRequest {
  sql: SqlText;
  args: SqlValue[];
  named: [name: string, value: SqlValue][];
  wantRows: boolean;
}

export type Condition =
  | { type: "ok" | "error"; step: number }
  | { type: "not"; cond: Condition }
  | { type: "and" | "or"; conds: Condition[] }
  | { type: "is_autocommit" };

export interface BatchStep {
  condition: Condition | null;
  stmt: StatementRequest;
}

export type StreamRequest =
  | { type: "close" | "get_autocommit" }
  | { type: "execute"; stmt: StatementRequest }
  | { type: "batch"; steps: BatchStep[] }
  | { type: "sequence" | "describe"; sql: SqlText }
  | { type: "store_sql"; sqlId: number; sql: string }
  | { type: "close_sql"; sqlId: number };

export interface PipelineRequest {
  baton: string | null;
  requests: StreamRequest[];
}

/** Any JSON object, with the names that Hrana uses for its members. */
type Json = Partial<
  Record<
    | "args"
    | "batch"
    | "baton"
    | "cond"
    | "condition"
    | "conds"
    | "name"
    | "named_args"
    | "requests"
    | "sql"
    | "sql_id"
    | "step"
    | "steps"
    | "stmt"
    | "type"
    | "value"
    | "want_rows",
    unknown
  >
>;

const maxConditionDepth = 100;

/**
 * Parses the body of `POST /v2/pipeline` (Hrana over HTTP, version 2, JSON).
 * Throws `ProtocolError` before anything has been executed.
 */
export function parsePipeline(body: string): PipelineRequest {
  const pipeline = object(parseJson(body), "body");
  const baton = pipeline.baton ?? null;
  return {
    baton: baton === null ? null : string(baton, "baton"),
    requests: array(pipeline.requests, "requests").map(parseRequest),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProtocolError(`Cannot deserialize client message from JSON: ${reason}`);
  }
}

function parseRequest(json: unknown): StreamRequest {
  const request = object(json, "request");
  const { type } = request;
  switch (type) {
    case "close":
    case "get_autocommit":
      return { type };
    case "execute":
      return { type, stmt: parseStatement(request.stmt) };
    case "batch": {
      const steps = array(object(request.batch, "batch").steps, "batch.steps");
      return { type, steps: steps.map(parseStep) };
    }
    case "sequence":
    case "describe":
      return { type, sql: parseSql(request) };
    case "store_sql":
      return { type, sqlId: int32(request.sql_id, "sql_id"), sql: string(request.sql, "sql") };
    case "close_sql":
      return { type, sqlId: int32(request.sql_id, "sql_id") };
    default:
      throw new ProtocolError("StreamRequest type not recognized");
  }
}

function parseStatement(json: unknown): StatementRequest {
  const stmt = object(json, "stmt");
  return {
    sql: parseSql(stmt),
    args: array(stmt.args ?? [], "stmt.args").map(decodeValue),
    named: array(stmt.named_args ?? [], "stmt.named_args").map((entry) => {
      const arg = object(entry, "named_args entry");
      return [string(arg.name, "named_args name"), decodeValue(arg.value)];
    }),
    wantRows: boolean(stmt.want_rows ?? true, "stmt.want_rows"),
  };
}

function parseStep(json: unknown, index: number): BatchStep {
  const step = object(json, "batch step");
  const condition = step.condition ?? null;
  return {
    condition: condition === null ? null : parseCondition(condition, index, 0),
    stmt: parseStatement(step.stmt),
  };
}

function parseCondition(json: unknown, index: number, depth: number): Condition {
  if (depth > maxConditionDepth) throw new ProtocolError("BatchCond is nested too deeply");
  const condition = object(json, "condition");
  const { type } = condition;
  switch (type) {
    case "ok":
    case "error": {
      const step = int32(condition.step, "condition.step");
      if (step < 0 || step >= index) {
        throw new ProtocolError("Invalid reference to step in a batch condition");
      }
      return { type, step };
    }
    case "not":
      return { type, cond: parseCondition(condition.cond, index, depth + 1) };
    case "and":
    case "or": {
      const conds = array(condition.conds, "condition.conds");
      return { type, conds: conds.map((cond) => parseCondition(cond, index, depth + 1)) };
    }
    case "is_autocommit":
      return { type };
    default:
      throw new ProtocolError("BatchCond type not recognized");
  }
}

function parseSql(owner: Json): SqlText {
  const sql = owner.sql ?? null;
  const sqlId = owner.sql_id ?? null;
  if (sql !== null && sqlId !== null) {
    throw new ProtocolError("Either `sql` or `sql_id` are required, but not both");
  }
  if (sql !== null) return string(sql, "sql");
  if (sqlId !== null) return int32(sqlId, "sql_id");
  throw new ProtocolError("Either `sql` or `sql_id` are required");
}

function object(json: unknown, what: string): Json {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  throw new ProtocolError(`Expected ${what} to be an object`);
}

function array(json: unknown, what: string): unknown[] {
  if (Array.isArray(json)) return json;
  throw new ProtocolError(`Expected ${what} to be an array`);
}

function string(json: unknown, what: string): string {
  if (typeof json === "string") return json;
  throw new ProtocolError(`Expected ${what} to be a string`);
}

function boolean(json: unknown, what: string): boolean {
  if (typeof json === "boolean") return json;
  throw new ProtocolError(`Expected ${what} to be a boolean`);
}

function int32(json: unknown, what: string): number {
  if (typeof json === "number" && Number.isInteger(json) && (json | 0) === json) return json;
  throw new ProtocolError(`Expected ${what} to be a 32-bit integer`);
}
