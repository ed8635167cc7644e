import { dayOf } from "../lib/day.ts";
import {
  beginCapping,
  capSlice,
  dayToCap,
  endCapping,
  endOfSlice,
  keepPaths,
  keptPaths,
  NEXT_TURN,
  toCapping,
} from "../reports/capping.ts";
import { CHOICE_LEVELS, hideFewChoices } from "../reports/choices.ts";
import { askOne } from "../reports/query.ts";
import { hideFew } from "../reports/totals.ts";
import { affected, type Chore, type Task } from "./chore.ts";

/** What becomes of the sums of days that have ended. */
export const rollUp: Chore[] = [
  {
    name: "small totals",
    slice: async ({ db, now }) => affected(await db.write(hideFew(dayOf(now)))) > 0,
  },
  { name: "small sums of choices", slice: hideChoices },
  { name: "totals of many pages", slice: capPaths },
];

/** A level only when those before it are done, so that no row loses more than it must. */
async function hideChoices({ db, now }: Task): Promise<boolean> {
  for (const level of CHOICE_LEVELS) {
    if (affected(await db.write(hideFewChoices(dayOf(now), level))) > 0) return true;
  }
  return false;
}

async function capPaths({ db, now }: Task): Promise<boolean> {
  const ended = await askOne(db, dayToCap(dayOf(now)));
  if (ended !== null) await db.write(beginCapping(ended));
  const [turn] = await db.write([NEXT_TURN]);
  const row = turn?.rows[0];
  if (!row) return false;
  const capping = toCapping(row);
  const { day } = capping;
  if (capping.isRanked) {
    const end = await askOne(db, endOfSlice(capping));
    await db.write(end === null ? [endCapping(day)] : capSlice(capping, end));
  } else {
    const kept = await askOne(db, keptPaths(day));
    await db.write([kept === null ? endCapping(day) : keepPaths(day, kept)]);
  }
  return true;
}
