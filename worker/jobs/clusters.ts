import type { Row } from "@libsql/client/http";
import { LEAST_PEOPLE, modelOf, namedOf, nearest } from "../clusters/model.ts";
import {
  FORGET,
  NEWEST,
  progress,
  SAMPLE,
  type Search,
  searchStatements,
  toReading,
  toSearch,
} from "../clusters/store.ts";
import { LEAST_VIEWS } from "../clusters/vectors.ts";
import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { PERSON, toPerson } from "../profiles/store.ts";
import type { Person } from "../profiles/person.ts";
import { settle } from "../settle/settle.ts";
import { hasObjected } from "../state/state.ts";
import { type Chore, MOST_ROWS, type Task } from "./chore.ts";

/** Where there were too few, it is tried again after so long. */
const AGAIN = 3_600_000;

/**
 * Finds groups of people who read alike when it is time, then tells everybody theirs, a slice at a time: where that stopped it goes on.
 * Whose group changes gets an event of it, whose id makes sure that it is told once.
 */
export const findClusters: Chore = {
  name: "groups of people who read alike",
  async slice(task) {
    const { db, now, playbook } = task;
    const [found, newest] = (await db.read(NEWEST)).map(({ rows }) => rows[0]);
    const wanted = playbook.clusters;
    if (!wanted) {
      if (newest) await db.write([FORGET]);
      return false;
    }
    const last = newest ? toSearch(newest) : null;
    if (last !== null && last.finishedAt === null) return tell(task, last);
    const wait = last?.groups.length === 0 ? Math.min(AGAIN, wanted.every) : wanted.every;
    const isSame = last?.wanted === wanted.count;
    if (last !== null && isSame && now - last.madeAt < wait) return false;
    return search(task, found ? toSearch(found) : null, last?.id ?? 0, wanted.count);
  },
};

async function search(
  { db, now, playbook }: Task,
  before: Search | null,
  last: number,
  wanted: number,
): Promise<boolean> {
  const { revision } = playbook;
  const [behind] = await db.read([
    {
      sql: "SELECT 1 FROM profiles WHERE revision < ? AND merged_into IS NULL AND erased_at IS NULL LIMIT 1",
      args: [revision],
    },
  ]);
  // What people read is filled in for everybody first, where the playbook has only begun to ask.
  if ((behind?.rows.length ?? 0) > 0) return false;
  const [sample] = await db.read([SAMPLE]);
  const people = (sample?.rows ?? []).map(toReading);
  const isEnough = people.length >= LEAST_PEOPLE;
  const model = modelOf(isEnough ? people : [], wanted, before ? namedOf(before) : []);
  await db.write(searchStatements(model, { wanted, sample: people.length, revision }, last, now));
  return model.groups.length > 0;
}

async function tell({ db, now, playbook }: Task, current: Search): Promise<boolean> {
  const [found] = await db.read([
    {
      sql: `SELECT ${PERSON} FROM profiles AS p WHERE p.id > ? AND p.merged_into IS NULL AND p.erased_at IS NULL
            ORDER BY p.id LIMIT ${MOST_ROWS}`,
      args: [current.cursor],
    },
  ]);
  const rows: Row[] = found?.rows ?? [];
  const sizes: Record<string, number> = {};
  const events: Event[] = [];
  for (const person of rows.map(toPerson)) {
    const name = mayBeTold(person) ? nearest(person.state, current) : null;
    if (name === null) continue;
    sizes[name] = (sizes[name] ?? 0) + 1;
    if (name !== person.state.cluster) events.push(entered(person, name, current, now));
  }
  if (events.length > 0) await settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, now);
  const isLast = rows.length < MOST_ROWS;
  const cursor = rows.length > 0 ? String(rows.at(-1)!["id"]) : current.cursor;
  await db.write([progress(current, cursor, sizes, isLast ? now : null)]);
  return !isLast;
}

/** Of whom enough is known, and who has not objected. */
function mayBeTold({ state }: Person): boolean {
  return state.views >= LEAST_VIEWS && Object.keys(state.classes).length > 0 && !hasObjected(state);
}

function entered({ id: profile, state }: Person, name: string, { madeAt }: Search, now: number): Event {
  return {
    id: uuidOf("cluster", String(madeAt), profile),
    type: "cluster_entered",
    name,
    at: now,
    receivedAt: now,
    visitor: null,
    profile,
    properties: { from: state.cluster },
  };
}
