import type { InStatement } from "@libsql/client/http";
import { uuidOf } from "../lib/uuid.ts";
import type { Db } from "../platform/db.ts";
import type { Compiled } from "../playbook/index.ts";
import { settleDown } from "../profiles/changes.ts";
import type { Person } from "../profiles/person.ts";
import type { State } from "../state/state.ts";
import { planned } from "./apply.ts";
import { employersTouched } from "./companies.ts";
import { consequences } from "./consequences.ts";
import { caughtUp } from "./history.ts";
import { touch } from "./people.ts";
import { newWork, type Work } from "./work.ts";
import { writeStatements } from "./write.ts";

/**
 * Decides about people anew, without anything having happened but time, or a playbook that was published. Stored in one transaction, with
 * what `also` makes of it; nothing is written where somebody else was faster.
 * @throws a constraint error (isConstraint) for a lost race
 */
export async function reconsider(
  db: Db,
  people: Person[],
  playbook: Compiled,
  now: number,
  by: "time" | "publish",
  also: (work: Work, changed: number) => InStatement[] = () => [],
): Promise<Work> {
  const { work, changed } = reconsidered(people, await caughtUp(db, people, playbook), playbook, now, by);
  await db.write([...writeStatements(work, now), ...also(work, changed)]);
  return work;
}

/** What {@link reconsider} would write, and how many people change stage, segment, the score's cell or their standing as a lead. `before` is what was stored of `people`. */
export function reconsidered(
  before: Person[],
  people: Person[],
  playbook: Compiled,
  now: number,
  by: "time" | "publish",
): { work: Work; changed: number } {
  const work = newWork();
  let changed = 0;
  for (const [i, person] of people.entries()) {
    const { id, version } = person;
    const was = before[i]!.state;
    const { state, events } = settleDown(
      was,
      person.state,
      { id: uuidOf(id, by, String(version)), profile: id, at: now, by },
      playbook,
    );
    const after = { ...person, state };
    if (isOther(was, state)) changed++;
    touch(work, after, was);
    employersTouched(work, before[i]!, after);
    consequences(work, events, after, playbook);
  }
  planned(work, playbook, now);
  return { work, changed };
}

/** Whether somebody came into another stage, segment or cell, or became a lead; one of whom no cell was known yet did not cross a boundary. */
export function isOther(before: State, after: State): boolean {
  return (
    before.stage !== after.stage ||
    before.lead?.status !== after.lead?.status ||
    (before.cell !== null && before.cell !== after.cell) ||
    before.segments.join() !== after.segments.join()
  );
}
