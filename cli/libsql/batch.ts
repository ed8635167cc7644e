import { startBreathing } from "./breathe.ts";
import { StatementError } from "./errors.ts";
import type { StatementResult } from "./execute.ts";
import type { BatchStep, Condition, StatementRequest } from "./protocol.ts";
import { readStatement, readStatements } from "./statement.ts";
import type { Statement } from "./statement.ts";
import type { Stream } from "./stream.ts";

interface StepError {
  message: string;
  code: string;
}

export interface BatchResult {
  step_results: (StatementResult | null)[];
  step_errors: (StepError | null)[];
}

/** Runs one statement, waiting for its turn if it writes. */
export async function runExecute(stream: Stream, stmt: StatementRequest): Promise<StatementResult> {
  const statement = readStatement(stream.sqlOf(stmt.sql));
  if (statement.writes && !stream.tryLock()) await stream.lock();
  return stream.run(statement, stmt);
}

/**
 * Runs the steps whose conditions hold. A step that fails is reported in `step_errors`; a batch
 * fails as a whole if one of its texts cannot be read, or if its transaction has timed out.
 */
export async function runBatch(stream: Stream, steps: BatchStep[]): Promise<BatchResult> {
  stream.assertInTime();
  const statements = steps.map(({ stmt }) => readStatement(stream.sqlOf(stmt.sql)));
  const result: BatchResult = { step_results: [], step_errors: [] };
  const breathe = startBreathing();
  for (const [index, { condition, stmt }] of steps.entries()) {
    let outcome: StatementResult | null = null;
    let failure: StepError | null = null;
    if (condition === null || holds(condition, result, stream)) {
      const statement = statements[index] as Statement;
      await takeTurn(stream, statement, statements, index);
      try {
        outcome = stream.run(statement, stmt);
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        failure = { message: error.message, code: error.code };
      }
    }
    result.step_results.push(outcome);
    result.step_errors.push(failure);
    const pause = breathe();
    if (pause) await pause;
  }
  return result;
}

/** Runs all statements of an SQL text until one fails. */
export async function runSequence(stream: Stream, sql: string): Promise<void> {
  stream.assertInTime();
  const statements = readStatements(sql);
  const breathe = startBreathing();
  for (const [index, statement] of statements.entries()) {
    await takeTurn(stream, statement, statements, index);
    stream.run(statement, { args: [], named: [], wantRows: false });
    const pause = breathe();
    if (pause) await pause;
  }
}

/**
 * A deferred transaction that is going to write gets its turn when it begins: if it waited until
 * its first write, its snapshot would be too old by then and SQLite would refuse the write.
 */
async function takeTurn(stream: Stream, statement: Statement, statements: Statement[], index: number): Promise<void> {
  const begins = statement.kind === "begin" && stream.isAutocommit;
  const writes = statement.writes || (begins && writesBeforeEnd(statements, index));
  if (writes && !stream.tryLock()) await stream.lock();
}

function writesBeforeEnd(statements: Statement[], begin: number): boolean {
  for (let index = begin + 1; index < statements.length; index += 1) {
    const statement = statements[index];
    if (statement?.writes) return true;
    if (statement?.kind === "end") return false;
  }
  return false;
}

function holds(condition: Condition, result: BatchResult, stream: Stream): boolean {
  switch (condition.type) {
    case "ok":
      return result.step_results[condition.step] !== null;
    case "error":
      return result.step_errors[condition.step] !== null;
    case "not":
      return !holds(condition.cond, result, stream);
    case "and":
      return condition.conds.every((cond) => holds(cond, result, stream));
    case "or":
      return condition.conds.some((cond) => holds(cond, result, stream));
    case "is_autocommit":
      return stream.isAutocommit;
  }
}
