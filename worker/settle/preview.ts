import type { Db } from "../platform/db.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import { PERSON, toPerson } from "../profiles/store.ts";
import type { State } from "../state/state.ts";
import { caughtUp } from "./history.ts";
import { isOther, reconsidered } from "./reconsider.ts";

/** One way in which people would change; of a segment `from` is who leaves it, `to` who enters. */
export interface Change {
  what: "stage" | "segment" | "score" | "lead";
  from: string | null;
  to: string | null;
  people: number;
  examples: { id: string; email: string | null }[];
}

/** What would become of a slice of all people. */
export interface Slice {
  looked: number;
  changed: number;
  changes: Change[];
  /** After whom the next slice begins; null at the end. */
  next: string | null;
}

/** Examples told of each change. */
const MOST_EXAMPLES = 3;

/** Everybody whom publishing decides about anew. */
const EVERYBODY = "merged_into IS NULL AND erased_at IS NULL";

export async function countEverybody(db: Db): Promise<number> {
  const [result] = await db.read([`SELECT count(*) AS people FROM profiles WHERE ${EVERYBODY}`]);
  return Number(result?.rows[0]?.["people"]);
}

/**
 * What publishing a playbook would make of up to `limit` people after the id `after`, worked out as publishing does
 * (jobs/republish.ts) and written nowhere.
 */
export async function preview(
  db: Db,
  playbook: Compiled,
  now: number,
  { after, limit }: { after: string; limit: number },
): Promise<Slice> {
  const [found] = await db.read([
    {
      sql: `SELECT ${PERSON} FROM profiles AS p WHERE id > ? AND ${EVERYBODY} ORDER BY id LIMIT ?`,
      args: [after, limit],
    },
  ]);
  const people = (found?.rows ?? []).map(toPerson);
  const { work, changed } = reconsidered(people, await caughtUp(db, people, playbook), playbook, now, "publish");
  const changes = new Map<string, Change>();
  for (const person of people) {
    const after = work.persons.get(person.id)!;
    if (isOther(person.state, after.state)) note(changes, person, after.state);
  }
  return {
    looked: people.length,
    changed,
    changes: [...changes.values()],
    next: people.length < limit ? null : people.at(-1)!.id,
  };
}

function note(changes: Map<string, Change>, { id, email, state: before }: Person, after: State): void {
  for (const { what, from, to } of changesOf(before, after)) {
    const key = JSON.stringify([what, from, to]);
    const change = changes.get(key) ?? { what, from, to, people: 0, examples: [] };
    change.people++;
    if (change.examples.length < MOST_EXAMPLES) change.examples.push({ id, email });
    changes.set(key, change);
  }
}

function* changesOf(before: State, after: State): Generator<Pick<Change, "what" | "from" | "to">> {
  if (before.stage !== after.stage) yield { what: "stage", from: before.stage, to: after.stage };
  for (const name of after.segments)
    if (!before.segments.includes(name)) yield { what: "segment", from: null, to: name };
  for (const name of before.segments)
    if (!after.segments.includes(name)) yield { what: "segment", from: name, to: null };
  if (before.cell !== null && before.cell !== after.cell) yield { what: "score", from: before.cell, to: after.cell };
  const [was, is] = [before.lead?.status ?? null, after.lead?.status ?? null];
  if (was !== is) yield { what: "lead", from: was, to: is };
}
