import type { Task } from "../../worker/jobs/chore.ts";
import type { Db } from "../../worker/platform/db.ts";
import { testPlaybook } from "./playbook.ts";

/** What a chore is given; `retention` in ms. */
export function taskAt(db: Db, now: number, retention = { events: 1, visitors: 1 }): Task {
  const playbook = testPlaybook();
  return { db, now, playbook: { ...playbook, site: { ...playbook.site, retention } } };
}
