import type { InStatement } from "@libsql/client/http";
import { uuidOf } from "../lib/uuid.ts";
import { type Db, isConstraint } from "../platform/db.ts";
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
 * Decides about people anew, without anything having happened but time, or a playbook that was published. Stored in one transaction, after
 * what `also` makes of it. Where somebody else was faster with some of them, the others are stored without; returns how many were.
 */
export async function reconsider(
  db: Db,
  people: Person[],
  playbook: Compiled,
  now: number,
  by: "time" | "publish",
  also: (people: number, changed: number) => InStatement[] = () => [],
): Promise<number> {
  const current = await caughtUp(db, people, playbook);
  let [open, stored] = [[people.map((before, i): Pair => ({ before, after: current[i]! }))], 0];
  while (open.length > 0) {
    const [pairs, ...rest] = open as [Pair[], ...Pair[][]];
    const { work, changed } = reconsidered(
      pairs.map(({ before }) => before),
      pairs.map(({ after }) => after),
      playbook,
      now,
      by,
    );
    try {
      await db.write([...also(pairs.length, changed), ...writeStatements(work, now)]);
      stored += pairs.length;
      open = rest;
    } catch (error) {
      if (!isConstraint(error)) throw error;
      open = [...(await parted(db, pairs)), ...rest];
    }
  }
  return stored;
}

/** Somebody as they were read, and as the playbook needs them. */
interface Pair {
  before: Person;
  after: Person;
}

/** Those with whom nobody else was faster; in halves if that is everybody, so that one who cannot be stored holds up nobody else. */
async function parted(db: Db, pairs: Pair[]): Promise<Pair[][]> {
  const versions = JSON.stringify(pairs.map(({ before: { id, version } }) => ({ id, version })));
  const [found] = await db.read([
    {
      sql: `SELECT p.id FROM json_each(?) AS was JOIN profiles AS p
            ON p.id = was.value->>'$.id' AND p.version = was.value->>'$.version'`,
      args: [versions],
    },
  ]);
  const same = new Set((found?.rows ?? []).map((row) => String(row["id"])));
  const rest = pairs.filter(({ before }) => same.has(before.id));
  if (rest.length === 0) return [];
  if (rest.length < pairs.length) return [rest];
  if (rest.length === 1) console.error(`what follows for ${rest[0]!.before.id} cannot be stored`);
  const half = Math.floor(rest.length / 2);
  return rest.length === 1 ? [] : [rest.slice(0, half), rest.slice(half)];
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
