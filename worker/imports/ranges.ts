import { dropOtherRanges, parseRange, type Range, rangeSource, storeRanges } from "../companies/ranges.ts";
import type { Db } from "../platform/db.ts";
import { type Import, RowProblem, type Taken } from "./import.ts";
import { refusedRow, type Taking } from "./taking.ts";

/** Takes ranges of addresses in. They are not looked at before the import is finished. */
export async function takeRanges({ db, import: at }: Taking, rows: unknown[], from: number): Promise<Taken> {
  const taken: Taken = { accepted: 0, created: 0, changed: 0, refused: [] };
  const ranges: Range[] = [];
  for (const [index, raw] of rows.entries()) {
    const range = parseRange(raw);
    if ("problem" in range)
      taken.refused.push(refusedRow(from + index, new RowProblem("invalid_range", range.problem)));
    else ranges.push(range);
  }
  if (!at.dryRun && ranges.length > 0) await db.write(storeRanges(ranges, rangeSource(at.name, at.id)));
  taken.accepted = taken.created = ranges.length;
  return taken;
}

/** Ranges are many: so many at a time go, that others can write in between. */
const SLICE = 5_000;

/** Removes what this import's ranges have replaced. Cut short, it can be done again. */
export async function closeRanges(db: Db, { name, id }: Import): Promise<void> {
  for (let affected = SLICE; affected > 0;) {
    const [dropped] = await db.write([dropOtherRanges(name, id, SLICE)]);
    affected = dropped!.rowsAffected;
  }
}
