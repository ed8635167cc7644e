import type { Compiled } from "../playbook/index.ts";
import { newPerson, type Person } from "../profiles/person.ts";
import type { Known } from "./read.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

/** A redirect decided in this very batch is as good as one in the database. */
const MOST_REDIRECTS = 8;

/** The person that an id stands for now: touched in this batch, known, or new. */
export function personFor(work: Work, id: string, known: Known, playbook: Compiled, at: number): Person {
  let person = work.persons.get(id) ?? known.persons.get(id) ?? newPerson(id, playbook, at);
  for (let i = 0; i < MOST_REDIRECTS; i++) {
    person = work.persons.get(person.id) ?? person;
    if (person.mergedInto === null) break;
    const into = person.mergedInto;
    person = work.persons.get(into) ?? [...known.byEmail.values()].find(({ id: held }) => held === into) ?? person;
  }
  return person;
}

/** Takes a person up among those to be written, remembering the segments they came with. */
export function touch(work: Work, person: Person, before: State): void {
  if (!work.segmentsBefore.has(person.id)) work.segmentsBefore.set(person.id, before.segments);
  work.persons.set(person.id, person);
  if (person.email !== null && person.emailConfirmedAt !== null) work.holders.set(person.email, person.id);
}
