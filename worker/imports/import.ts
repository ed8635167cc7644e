import { z } from "zod";

/** What can be taken in. */
export const ImportKind = z.enum(["people", "events", "ip-ranges"]);
export type ImportKind = z.infer<typeof ImportKind>;

/** How much one request may bring. */
export const IMPORT_LIMITS = {
  bytes: 2 * 1024 * 1024,
  rows: { people: 1_000, events: 1_000, "ip-ranges": 5_000 } satisfies Record<ImportKind, number>,
  /** Of one row, as JSON. */
  rowBytes: 64 * 1024,
} as const;

/** A file being taken in. Times are epoch ms; see tables.ts for the sums. */
export interface Import {
  id: string;
  kind: ImportKind;
  name: string;
  dryRun: boolean;
  total: number | null;
  done: number;
  accepted: number;
  created: number;
  changed: number;
  refused: number;
  startedAt: number;
  updatedAt: number;
  finishedAt: number | null;
}

/** Why a row was not taken, or a part of it. `row` counts the file's rows from 0. */
export interface RefusedRow {
  row: number;
  code: string;
  message: string;
  /** The rest of the row was taken. */
  partial: boolean;
}

/** What became of a part of a file. */
export interface Taken {
  accepted: number;
  created: number;
  changed: number;
  refused: RefusedRow[];
}

/** A reason to refuse a row, in words that say what to do and repeat nothing of its content. */
export class RowProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
