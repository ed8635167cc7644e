import type { Named } from "../events/server/event-of.ts";
import type { Call } from "../events/server/read.ts";
import type { Db } from "../platform/db.ts";
import type { Sealer } from "../platform/seal.ts";
import type { Compiled } from "../playbook/index.ts";
import { type Import, type RefusedRow, RowProblem } from "./import.ts";

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
  return { row, code: problem.code, message: problem.message, partial };
}
