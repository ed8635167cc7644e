import { PERSON, toPerson } from "../profiles/store.ts";
import { reconsider } from "../settle/reconsider.ts";
import { type Chore, MOST_ROWS } from "./chore.ts";

/** People about whom time alone decides: a window that ended, points that faded, a stage that has lasted long enough. */
export const wake: Chore = {
  name: "people who are due",
  async slice({ db, now, playbook }) {
    const [found] = await db.read([
      {
        // Who is at a newer revision is not decided about by an older one.
        sql: `SELECT ${PERSON} FROM profiles AS p WHERE due_at <= ? AND revision <= ? ORDER BY due_at LIMIT ${MOST_ROWS}`,
        args: [now, playbook.revision],
      },
    ]);
    const people = (found?.rows ?? []).map(toPerson);
    if (people.length === 0) return false;
    // Whoever somebody else was faster with is found again, if still due.
    return (await reconsider(db, people, playbook, now, "time")) > 0;
  },
};
