import type { Message } from "../events/message.ts";
import { type Db, isConstraint } from "../platform/db.ts";
import type { Compiled } from "../playbook/index.ts";
import { newestPlaybook } from "../playbook/store.ts";
import { readKnown } from "./read.ts";
import { withHistory } from "./history.ts";
import { apply } from "./apply.ts";
import { tally, type Work } from "./work.ts";
import { writeStatements } from "./write.ts";

/** Whoever loses so many races in a row stops racing and takes the write lock before reading. */
const MOST_RACES = 3;

/**
 * Stores a batch: one read, fold and react in memory, one conditional write; two round trips, and one more for people who have
 * not been seen since a playbook that asks something new of their history.
 * Whoever loses a race reads and folds again, in the end under the write lock, so nobody loses forever.
 * Doing it twice changes nothing: event ids decide.
 * @throws what libSQL throws, when nothing was written; a constraint is then no race but something never to be written
 */
export async function settle(db: Db, messages: Message[], playbook: Compiled, now: number): Promise<Work> {
  const before = db.roundTrips;
  for (let races = 0; races < MOST_RACES; races++) {
    const work = await fold(db, messages, playbook, now, races, before);
    try {
      await db.write(writeStatements(work, now));
      return work;
    } catch (error) {
      if (!isConstraint(error)) throw error;
    }
  }
  return db.exclusively((locked) => settleLocked(locked, messages, playbook, now, MOST_RACES, before));
}

/** As {@link settle}, for who holds the write lock already: nobody else changes what was read. */
export async function settleLocked(
  locked: Db,
  messages: Message[],
  playbook: Compiled,
  now: number,
  races = 0,
  before = locked.roundTrips,
): Promise<Work> {
  const work = await fold(locked, messages, playbook, now, races, before);
  await locked.write(writeStatements(work, now));
  return work;
}

async function fold(
  db: Db,
  messages: Message[],
  playbook: Compiled,
  now: number,
  races: number,
  before: number,
): Promise<Work> {
  const known = await readKnown(db, messages);
  const newest = await newestPlaybook(db, playbook, known.revision);
  const work = apply(messages, await withHistory(db, known, newest), newest, now);
  tally(work, "batches");
  tally(work, "lostRaces", races);
  // The write that stores this count is one more.
  tally(work, "roundTrips", db.roundTrips - before + 1);
  return work;
}
