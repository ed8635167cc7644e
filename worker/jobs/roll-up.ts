import { askOne } from "../reports/query.ts";
import { capPaths, dayCapped, hideFew, uncappedDay } from "../reports/totals.ts";
import { affected, type Chore, type Task } from "./chore.ts";

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** What becomes of the anonymous totals of days that have ended. */
export const rollUp: Chore[] = [
  {
    name: "small totals",
    slice: async ({ db, now }) => affected(await db.write(hideFew(dayOf(now)))) > 0,
  },
  { name: "totals of many pages", slice: capOneDay },
];

async function capOneDay({ db, now }: Task): Promise<boolean> {
  const day = await askOne(db, uncappedDay(dayOf(now)));
  if (day === null) return false;
  if (affected(await db.write(capPaths(day))) === 0) await db.write([dayCapped(day)]);
  return true;
}
