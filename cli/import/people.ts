import { createHash } from "node:crypto";
import { Email } from "../../worker/imports/person-row.ts";
import type { Compiled } from "../../worker/playbook/index.ts";
import { type CsvRow, readCsv } from "./csv.ts";
import { inspect, type TextFile } from "./file.ts";
import { type Destination, destinationsOf } from "./mapping.ts";
import type { Item, Source } from "./source.ts";

interface PersonRow {
  email?: string;
  userId?: string;
  traits?: Record<string, string>;
  company?: Record<string, string>;
  permissions?: Record<string, Record<string, string>>;
}

/** People of a CSV file, its columns mapped; lines about the same person become one. Throws what is wrong with the file. */
export async function peopleOf(path: string, mapping: Map<string, Destination>, playbook: Compiled): Promise<Source> {
  const file = await inspect(path);
  let destinations: Destination[] | undefined;
  let width = 0;
  let lines = 0;
  const linesOf = new Map<string, number>();
  for await (const row of readCsv(file)) {
    if (!destinations) {
      destinations = destinationsOf(path, row, mapping, playbook);
      width = row.cells.length;
      continue;
    }
    lines++;
    const person = row.cells.length === width ? personOf(row, destinations) : undefined;
    const key = person && keyOf(person);
    if (key !== undefined) linesOf.set(key, (linesOf.get(key) ?? 0) + 1);
  }
  if (!destinations) throw new Error(`${path} is empty: its first line has to name the columns.`);
  const repeated = new Map([...linesOf].filter(([, count]) => count > 1));
  linesOf.clear();
  const merged = [...repeated.values()].reduce((sum, count) => sum + count - 1, 0);
  const key = createHash("sha256")
    .update(JSON.stringify(["people", file.hash, destinations]))
    .digest("hex");
  const items = (): AsyncIterable<Item> => itemsOf(file, destinations, repeated);
  return { kind: "people", noun: "people", name: file.name, key, total: lines - merged, merged, items };
}

async function* itemsOf(
  file: TextFile,
  destinations: Destination[],
  repeated: ReadonlyMap<string, number>,
): AsyncGenerator<Item> {
  const waiting = new Map<string, { person: PersonRow; seen: number }>();
  let isHeader = true;
  for await (const row of readCsv(file)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const { line, cells } = row;
    if (cells.length !== destinations.length) {
      const message = `${cells.length} cells where the header has ${destinations.length}`;
      yield { line, row: null, problem: { code: "wrong_columns", message } };
      continue;
    }
    const person = personOf(row, destinations);
    const key = keyOf(person);
    const times = key === undefined ? 1 : (repeated.get(key) ?? 1);
    if (key === undefined || times === 1) {
      yield { line, row: person };
      continue;
    }
    const before = waiting.get(key);
    const all = before ? merge(before.person, person) : person;
    const seen = (before?.seen ?? 0) + 1;
    if (seen < times) waiting.set(key, { person: all, seen });
    else {
      waiting.delete(key);
      yield { line, row: all };
    }
  }
}

/** Only cells that say something are taken, so an empty one never wipes out what is known. */
function personOf({ cells }: CsvRow, destinations: Destination[]): PersonRow {
  const person: PersonRow = {};
  for (const [index, destination] of destinations.entries()) {
    const cell = cells[index]!;
    if (cell === "") continue;
    switch (destination.to) {
      case "email":
      case "userId":
        person[destination.to] = cell;
        break;
      case "trait":
        (person.traits ??= {})[destination.name] = cell;
        break;
      case "company":
        (person.company ??= {})[destination.part] = cell;
        break;
      case "permission":
        ((person.permissions ??= {})[destination.topic] ??= {})[destination.part] = cell;
        break;
      case "ignore":
        break;
    }
  }
  return person;
}

/** By what lines are about the same person. What is no address ("n/a") says nothing of who it is. */
function keyOf({ email, userId }: PersonRow): string | undefined {
  if (email !== undefined) return Email.safeParse(email).data;
  return userId === undefined ? undefined : `user ${userId}`;
}

/**
 * The later line wins cell by cell; a permission is one thing with its proof, so it wins as a whole. A no gives way only to
 * a yes of a later time.
 */
function merge(before: PersonRow, after: PersonRow): PersonRow {
  return {
    ...before,
    ...after,
    traits: { ...before.traits, ...after.traits },
    company: { ...before.company, ...after.company },
    permissions: { ...before.permissions, ...after.permissions, ...standingNos(before.permissions, after.permissions) },
  };
}

type Permissions = PersonRow["permissions"];

/** The refusals among the earlier line's permissions that the later line's do not outdate. */
function standingNos(before: Permissions = {}, after: Permissions = {}): NonNullable<Permissions> {
  const isNo = (one: Record<string, string>): boolean => one["status"]?.toLowerCase() === "withdrawn";
  const nos = Object.entries(before).filter(([topic, no]) => {
    const yes = after[topic];
    return yes && isNo(no) && !isNo(yes) && !(Date.parse(yes["at"] ?? "") > Date.parse(no["at"] ?? ""));
  });
  return Object.fromEntries(nos);
}
