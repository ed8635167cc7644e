import { eventOf, STORED } from "../events/stored.ts";
import type { Db } from "../platform/db.ts";
import type { Compiled } from "../playbook/index.ts";
import { begin, type Missing, missing, recall, toldBy } from "../profiles/catch-up.ts";
import { employed, type Person } from "../profiles/person.ts";
import type { Known } from "./read.ts";

/** Events read at a time. */
const MOST_EVENTS = 3_000;

/**
 * People as the playbook in force needs them: with what it asks of their company, and what it asks of history. What they do not know
 * yet of that is read from their events, in as many round trips as that takes; none for people who know it all.
 */
export async function caughtUp(db: Db, people: Person[], playbook: Compiled): Promise<Person[]> {
  const behind = people.filter(({ state }) => state.revision < playbook.revision);
  if (behind.length === 0) return people.map((person) => employed(person, playbook));
  const lacking = new Map(behind.map(({ id, state }) => [id, missing(state.revision, playbook)]));
  const current = new Map(behind.map((person) => [person.id, begin(person, lacking.get(person.id)!, playbook)]));
  for await (const event of history(db, lacking)) {
    const person = current.get(event.profile)!;
    const state = recall(person.state, event, lacking.get(person.id)!, playbook);
    current.set(person.id, { ...person, state });
  }
  return people.map((person) => employed(current.get(person.id) ?? person, playbook));
}

/** {@link caughtUp} for all who are known to a batch. */
export async function withHistory(db: Db, known: Known, playbook: Compiled): Promise<Known> {
  const all = [...known.persons.values(), ...known.byEmail.values()];
  const behind = all.filter(({ state }) => state.revision < playbook.revision);
  const current = new Map((await caughtUp(db, all, playbook)).map((person) => [person.id, person]));
  const renew = (people: Map<string, Person>): Map<string, Person> =>
    new Map([...people].map(([key, person]) => [key, current.get(person.id)!]));
  const recounted = behind.flatMap(({ companyId }) => companyId ?? []);
  return { ...known, persons: renew(known.persons), byEmail: renew(known.byEmail), recounted };
}

async function* history(db: Db, lacking: Map<string, Missing>) {
  const told = [...lacking].map(([id, missing]) => ({ id, names: toldBy(missing) }));
  let ids = told
    .filter(({ names }) => names === null || names.length > 0)
    .map(({ id }) => id)
    .toSorted();
  const isAll = told.some(({ names }) => names === null);
  const names = JSON.stringify([...new Set(told.flatMap(({ names }) => names ?? []))]);
  const heard = isAll
    ? ""
    : "AND (type IN (SELECT value FROM json_each(?3)) OR name IN (SELECT value FROM json_each(?3)))";
  let after: [string, number, string] = ["", 0, ""];
  while (ids.length > 0) {
    const [result] = await db.read([
      {
        sql: `SELECT ${STORED} FROM events WHERE profile_id IN (SELECT value FROM json_each(?1))
                AND (profile_id, at, id) > (?2, ?4, ?5) ${heard} ORDER BY profile_id, at, id LIMIT ${MOST_EVENTS}`,
        args: [JSON.stringify(ids), after[0], names, after[1], after[2]],
      },
    ]);
    const rows = result?.rows ?? [];
    yield* rows.map(eventOf);
    const last = rows.at(-1);
    if (rows.length < MOST_EVENTS || !last) return;
    after = [String(last["profile_id"]), Number(last["at"]), String(last["id"])];
    ids = ids.filter((id) => id >= after[0]);
  }
}
