import type { Compiled } from "../playbook/index.ts";
import { newPerson, type Person } from "../profiles/person.ts";
import type { Known } from "./read.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

/**
 * The person that an id stands for now: touched in this batch, known, or new. A redirect decided in this very batch is as
 * good as one in the database, and leads on to whoever has been touched by it.
 */
export function personFor(work: Work, id: string, known: Known, playbook: Compiled, at: number): Person {
  let person = work.persons.get(id) ?? known.persons.get(id) ?? newPerson(id, playbook, at);
  for (;;) {
    const now = work.persons.get(person.mergedInto ?? person.id);
    if (now === undefined || now === person) return person;
    person = now;
  }
}

/** Takes a person up among those to be written, remembering the segments they came with. */
export function touch(work: Work, person: Person, before: State): void {
  if (!work.segmentsBefore.has(person.id)) work.segmentsBefore.set(person.id, before.segments);
  if (person.mergedInto !== null && person.email !== null) throw new Error("who was merged has no address any more");
  work.persons.set(person.id, person);
  if (person.email !== null && person.emailConfirmedAt !== null) work.holders.set(person.email, person.id);
}
