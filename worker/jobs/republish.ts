import { beginRepublishing } from "../playbook/store.ts";
import { PERSON, toPerson } from "../profiles/store.ts";
import { reconsider } from "../settle/reconsider.ts";
import { type Chore, MOST_ROWS } from "./chore.ts";

/**
 * Brings everybody stored to the playbook in force. Whoever has been is marked by its revision, so nobody is missed or moved twice,
 * whenever this stops; people who do something meanwhile are brought there by that.
 */
export const republish: Chore = {
  name: "people of an earlier playbook",
  async slice({ db, now, playbook }) {
    const { revision } = playbook;
    const [found] = await db.read([
      {
        sql: `SELECT ${PERSON} FROM profiles AS p WHERE revision < ? AND merged_into IS NULL AND erased_at IS NULL
              ORDER BY revision LIMIT ${MOST_ROWS}`,
        args: [revision],
      },
    ]);
    const people = (found?.rows ?? []).map(toPerson);
    if (people.length === 0) {
      await db.write([
        {
          sql: "UPDATE republishings SET finished_at = ? WHERE finished_at IS NULL AND revision <= ?",
          args: [now, revision],
        },
      ]);
      return false;
    }
    const stored = await reconsider(db, people, playbook, now, "publish", (done, changed) => [
      beginRepublishing(revision, now),
      {
        sql: "UPDATE republishings SET done = done + ?, changed = changed + ?, finished_at = NULL WHERE revision = ?",
        args: [done, changed, revision],
      },
    ]);
    return stored > 0;
  },
};
