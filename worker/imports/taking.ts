import type { Named } from "../events/server/event-of.ts";
import type { Call } from "../events/server/read.ts";
import type { Db } from "../platform/db.ts";
import { Refusal } from "../platform/errors.ts";
import type { Sealer } from "../platform/seal.ts";
import type { Compiled } from "../playbook/index.ts";
import { type Import, type RefusedRow, RowProblem, type Taken } from "./import.ts";

/** What taking rows in needs. */
export interface Taking {
  db: Db;
  sealer: Sealer;
  playbook: Compiled;
  import: Import;
  /** Whose a call of the Segment API is. */
  named(call: Call): Promise<Named>;
  /** Epoch ms. */
  now: number;
}

/** A problem as it is told and kept. Anything else that was thrown goes on. */
export function refusedRow(row: number, problem: unknown, partial = false): RefusedRow {
  if (!(problem instanceof RowProblem)) throw problem;
  return { row, code: problem.code, message: problem.message.slice(0, LONGEST), partial };
}

/** Reasons are kept; whatever they come from, none is longer. */
const LONGEST = 200;

/** What says nothing about the rows: the database is busy, full, damaged, or lacks a migration. */
const ELSEWHERE =
  /SQLITE_(BUSY|LOCKED|FULL|IOERR|NOMEM|READONLY|CANTOPEN|CORRUPT|NOTADB|INTERRUPT|AUTH)|no such (table|column)|has no column/;

/**
 * Takes rows with `take`, all at once; where that fails because of one of them, in halves, so that it alone is refused. `take`
 * must leave nothing behind when it throws.
 * @throws Refusal `unavailable`
 */
export async function isolated<R extends { row: number }>(
  rows: R[],
  taken: Taken,
  take: (rows: R[]) => Promise<Taken>,
): Promise<void> {
  if (rows.length === 0) return;
  try {
    add(taken, await take(rows));
  } catch (error) {
    const told = error instanceof Error ? error.message : "";
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (error instanceof Refusal || ELSEWHERE.test(`${code}: ${told}`)) throw error;
    if (rows.length === 1) {
      console.error(
        `a row of an import cannot be stored: ${error instanceof Error ? error.name : typeof error} ${code}`,
      );
      taken.refused.push(refusedRow(rows[0]!.row, UNFIT));
      return;
    }
    const half = Math.ceil(rows.length / 2);
    await isolated(rows.slice(0, half), taken, take);
    await isolated(rows.slice(half), taken, take);
  }
}

const UNFIT = new RowProblem(
  "invalid_row",
  "the database refuses it; compare it with rows that are taken, or leave it out",
);

function add(taken: Taken, more: Taken): void {
  taken.accepted += more.accepted;
  taken.created += more.created;
  taken.changed += more.changed;
  taken.refused.push(...more.refused);
}

/** Nothing yet. */
export const nothingTaken = (): Taken => ({ accepted: 0, created: 0, changed: 0, refused: [] });
