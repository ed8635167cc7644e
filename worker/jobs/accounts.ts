import {
  type Account,
  accountStatements,
  colleaguesQuery,
  type Due,
  dueQuery,
  rowsOf,
  tellingQuery,
  tellStatements,
  toColleague,
  toDue,
  type Told,
  toTellQuery,
} from "../companies/accounts.ts";
import { addUp, companyFacts, isAnsweredAnew, noSums, segmentsOf, type Sums } from "../companies/facts.ts";
import { DAY } from "../lib/duration.ts";
import { type Db, isConstraint } from "../platform/db.ts";
import type { Compiled } from "../playbook/index.ts";
import { type Chore, MOST_ROWS } from "./chore.ts";

/** Companies that a slice takes, and people of each that it reads at a time. */
const MOST_COMPANIES = 25;
const PAGE = 400;

/** Points fade all the time; so often that is looked at while nothing happens. */

/** Companies to which something has happened, whose people's points have faded, or that an earlier playbook worked out. */
export const accounts: Chore = {
  name: "companies that are due",
  async slice({ db, now, playbook }) {
    const [found] = await db.read([dueQuery(now, playbook.revision, MOST_COMPANIES)]);
    const due = rowsOf(found).map(toDue);
    if (due.length === 0) return false;
    const sums = await sumsOf(db, due, playbook, now);
    const worked = due.map((one) => accountOf(one, sums.get(one.id)!, playbook, now));
    try {
      await db.write(accountStatements(worked, playbook.revision, now));
    } catch (error) {
      // Another tick was faster; whatever is still due is found again.
      if (!isConstraint(error)) throw error;
    }
    return true;
  },
};

/** Companies' people, added up a page of each at a time: of a large one they are never all in memory. */
async function sumsOf(db: Db, due: Due[], playbook: Compiled, now: number): Promise<Map<string, Sums>> {
  const sums = new Map(due.map(({ id }) => [id, noSums()]));
  let open = due.map(({ id }) => ({ id, after: 0 }));
  while (open.length > 0) {
    const pages = await db.read(open.map(({ id, after }) => colleaguesQuery(id, after, PAGE)));
    open = open.flatMap(({ id }, i) => {
      const rows = rowsOf(pages[i]);
      for (const row of rows) addUp(sums.get(id)!, toColleague(row), playbook, now);
      return rows.length < PAGE ? [] : [{ id, after: Number(rows.at(-1)!["place"]) }];
    });
  }
  return sums;
}

function accountOf(due: Due, sums: Sums, playbook: Compiled, now: number): Account {
  const facts = companyFacts(due, sums, playbook, now);
  const [before, after] = [segmentsOf(due.facts), segmentsOf(facts)];
  const isPublished = due.revision > 0 && due.revision < playbook.revision;
  const by = isPublished ? "publish" : due.changes > 0 || due.revision === 0 ? "event" : "time";
  const told = { companyId: due.id, at: now, by } as const;
  const entered = after.filter((name) => !before.includes(name));
  const left = before.filter((name) => !after.includes(name));
  return {
    due,
    facts,
    dueAt: sums.isFading ? now + DAY : null,
    isNews: sums.people > 0 && isAnsweredAnew(due.facts, facts, playbook, now),
    events: [
      ...entered.map((name) => ({ ...told, type: "segment_entered" as const, name })),
      ...left.map((name) => ({ ...told, type: "segment_left" as const, name })),
    ],
  };
}

/** People of companies of which something is answered otherwise than before: they become due, some at a time. */
export const colleagues: Chore = {
  name: "people whose company has changed",
  async slice({ db, now }) {
    const [found] = await db.read([tellingQuery(MOST_COMPANIES)]);
    const telling = rowsOf(found).map((row) => ({ id: String(row["id"]), from: Number(row["telling"]) }));
    if (telling.length === 0) return false;
    const pages = await db.read(telling.map(({ id, from }) => toTellQuery(id, from, MOST_ROWS)));
    const places: number[] = [];
    const told: Told[] = [];
    for (const [i, one] of telling.entries()) {
      if (places.length === MOST_ROWS) break;
      const found = rowsOf(pages[i]).map((row) => Number(row["place"]));
      const taken = found.slice(0, MOST_ROWS - places.length);
      const isAll = taken.length === found.length && found.length < MOST_ROWS;
      places.push(...taken);
      told.push({ ...one, to: isAll ? null : taken.at(-1)! });
    }
    await db.write(tellStatements(places, told, now));
    return true;
  },
};
