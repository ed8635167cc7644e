import type { InStatement } from "@libsql/client/http";
import { companiesChanged } from "../companies/store.ts";
import { DAY } from "../lib/duration.ts";
import { leaveAll } from "../segments/store.ts";
import { affected, type Chore, MOST_ROWS, type Task } from "./chore.ts";
import { forgetCompanies } from "./forget-companies.ts";

/** People a slice takes, each with all that is theirs. */
const MOST_PEOPLE = 50;

/** For how long a queue may bring a message again. */
const RECEIPTS_KEPT = 2 * DAY;

const asEvents = ({ playbook }: Task): number => playbook.site.retention.events;

/** What the playbook no longer wants kept (`retention` in site.yaml): deleted, the oldest first. Found by indexes alone. */
export const retention: Chore[] = [
  byAge("old events", "events", "at", asEvents),
  byAge("old visits", "sessions", "last_at", asEvents),
  byAge("old stage moves", "stage_moves", "at", asEvents),
  byAge("old signals of companies", "company_events", "at", asEvents),
  byAge("closed leads", "leads", "closed_at", asEvents),
  byAge("old dead letters", "dead_letters", "at", asEvents),
  byAge("old submissions", "submissions", "at", asEvents),
  byAge("forms not sent", "unfinished", "at", ({ playbook: { site } }) =>
    // What was kept before the playbook said none goes at once.
    site.forms.unfinished === "none" ? 0 : site.forms.unfinished,
  ),
  byAge("old receipts", "receipts", "at", () => RECEIPTS_KEPT),
  { name: "forgotten visitors", slice: forgetVisitors },
  forgetCompanies,
];

/** Rows of a table that are older than they are kept. */
function byAge(name: string, table: string, column: string, kept: (task: Task) => number): Chore {
  return {
    name,
    async slice(task) {
      const { db, now } = task;
      const results = await db.write([
        {
          sql: `DELETE FROM ${table} WHERE rowid IN
                  (SELECT rowid FROM ${table} WHERE ${column} < ? ORDER BY ${column} LIMIT ${MOST_ROWS})`,
          args: [now - kept(task)],
        },
      ]);
      return affected(results) === MOST_ROWS;
    },
  };
}

/** As the index `profiles_unnamed` has it: told column by column, the planner would take an index that finds far more. */
const UNNAMED = "coalesce(email, external_id, merged_into, erased_at) IS NULL";

/** Visitors who never said who they are, with everything of theirs. One who came back meanwhile is left alone. */
async function forgetVisitors({ db, now, playbook }: Task): Promise<boolean> {
  const before = now - playbook.site.retention.visitors;
  const [found] = await db.read([
    {
      sql: `SELECT id FROM profiles WHERE ${UNNAMED} AND last_seen < ? ORDER BY last_seen LIMIT ${MOST_PEOPLE}`,
      args: [before],
    },
  ]);
  const ids = (found?.rows ?? []).map((row) => String(row["id"]));
  if (ids.length === 0) return false;
  const args = [JSON.stringify(ids), before];
  const theirs = `(SELECT id FROM profiles WHERE ${UNNAMED} AND last_seen < ?2 AND id IN (SELECT value FROM json_each(?1)))`;
  const run = (sql: string): InStatement => ({ sql, args });
  // Somebody's events may be many, so they go first, in slices of their own.
  const events = await db.write([
    run(
      `DELETE FROM events WHERE rowid IN (SELECT rowid FROM events WHERE profile_id IN ${theirs} LIMIT ${MOST_ROWS})`,
    ),
  ]);
  if (affected(events) === MOST_ROWS) return true;
  await db.write([
    ...leaveAll(theirs, args, now),
    companiesChanged(`(SELECT company_id FROM profiles WHERE id IN ${theirs})`, args),
    ...["events", "sessions", "visitors", "consents", "stage_moves", "leads", "submissions", "unfinished"].map(
      (table) => run(`DELETE FROM ${table} WHERE profile_id IN ${theirs}`),
    ),
    run(`DELETE FROM merges WHERE from_id IN (SELECT id FROM profiles WHERE merged_into IN ${theirs})`),
    run(`DELETE FROM profiles WHERE merged_into IN ${theirs}`),
    run(`DELETE FROM profiles WHERE id IN ${theirs}`),
  ]);
  return true;
}
