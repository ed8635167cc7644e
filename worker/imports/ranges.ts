import { addRanges, dropOtherRanges, endOtherRanges, parseRange, type Range } from "../companies/ranges.ts";
import type { Db } from "../platform/db.ts";
import { type Import, RowProblem, type Taken } from "./import.ts";
import { refusedRow, type Taking } from "./taking.ts";

/** Takes ranges of addresses in. They are not looked at before the import is finished. */
export async function takeRanges({ db, import: at }: Taking, rows: unknown[], from: number): Promise<Taken> {
  const taken: Taken = { accepted: 0, created: 0, changed: 0, refused: [] };
  const ranges = new Map<Range, number>();
  for (const [index, raw] of rows.entries()) {
    const range = parseRange(raw);
    if ("problem" in range)
      taken.refused.push(refusedRow(from + index, new RowProblem("invalid_range", range.problem)));
    else ranges.set(range, from + index);
  }
  const left = at.dryRun ? [] : await addRanges(db, [...ranges.keys()], at.name, at.id);
  taken.refused.push(...left.map((range) => refusedRow(ranges.get(range)!, TOO_DEEP)));
  taken.refused.sort((a, b) => a.row - b.row);
  taken.accepted = taken.created = ranges.size - left.length;
  return taken;
}

const TOO_DEEP = new RowProblem(
  "invalid_range",
  "it overlaps with too many others of the list; put it into a list of its own, with another --name",
);

/** Ranges are many: so many at a time go, that others can write in between. */
const SLICE = 5_000;

/** Removes what this import's ranges have replaced. Cut short, it can be done again. */
export async function closeRanges(db: Db, { name, id }: Import): Promise<void> {
  await db.write([endOtherRanges(name, id)]);
  for (let affected = SLICE; affected > 0;) {
    const [dropped] = await db.write([dropOtherRanges(name, SLICE)]);
    affected = dropped!.rowsAffected;
  }
}
