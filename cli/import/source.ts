import type { ImportKind } from "../../worker/imports/import.ts";

/** A row of a file on its way. */
export interface Item {
  /** The line of the file that it begins on; the last, where several were merged. */
  line: number;
  /** Which file, where there are several. */
  file?: string;
  /** As the system takes it; null where there is a problem. */
  row: unknown;
  /** Why it need not be sent: what is no row at all is refused here. */
  problem?: { code: string; message: string };
}

/** A file, looked through and ready to be sent. */
export interface Source {
  kind: ImportKind;
  name: string;
  /** The same content, read in the same way, has the same key. */
  key: string;
  total: number;
  /** Unless told otherwise, `total` is exact. */
  isTotalSure?: boolean;
  /** Lines that became one with another. */
  merged: number;
  /** What its rows are called, such as "people". */
  noun: string;
  items(): AsyncIterable<Item>;
}
