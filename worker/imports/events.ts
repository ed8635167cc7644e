import type { Event } from "../events/event.ts";
import { eventOf } from "../events/server/event-of.ts";
import { objectOf, readCall } from "../events/server/read.ts";
import { CallRefused } from "../events/server/refused.ts";
import type { Db } from "../platform/db.ts";
import { readKnown } from "../settle/read.ts";
import { apply } from "../settle/apply.ts";
import { settle } from "../settle/settle.ts";
import type { Work } from "../settle/work.ts";
import { type RefusedRow, RowProblem, type Taken } from "./import.ts";
import { isolated, nothingTaken, refusedRow, type Taking } from "./taking.ts";

/**
 * Takes in what happened in the past, told as calls of the Segment API. Each is folded as of when it happened. What is
 * known already, by its messageId or else by all it says, is not taken twice.
 */
export async function takeEvents(taking: Taking, rows: unknown[], from: number): Promise<Taken> {
  const taken = nothingTaken();
  const told: Told[] = [];
  for (const [index, raw] of rows.entries()) {
    try {
      told.push({ row: from + index, event: await historic(taking, raw) });
    } catch (error) {
      const problem = error instanceof CallRefused ? new RowProblem(error.code, error.message) : error;
      taken.refused.push(refusedRow(from + index, problem));
    }
  }
  await isolated(told, taken, (some) => takeTold(taking, some));
  taken.refused.sort((a, b) => a.row - b.row);
  return taken;
}

interface Told {
  row: number;
  event: Event;
}

async function takeTold({ db, playbook, now, import: { dryRun } }: Taking, told: Told[]): Promise<Taken> {
  const refused: RefusedRow[] = [];
  const events = told.map(({ event }) => event);
  const messages = [{ kind: "events" as const, id: events[0]!.id, events }];
  const known = dryRun ? await readKnown(db, messages) : null;
  const work = known ? apply(messages, known, playbook, now) : await settle(db, messages, playbook, now);
  const stored = new Set(work.events.map(({ id }) => id));
  const dead = new Map(work.deadLetters.map(({ id, reason }) => [id, reason]));
  const isThere = dropped(work) === 0 ? null : (known?.events ?? (await storedOf(db, events)));
  for (const { row, event } of told) {
    const reason = dead.get(event.id);
    if (reason !== undefined) refused.push(refusedRow(row, new RowProblem("invalid_event", reason)));
    else if (isThere && !stored.has(event.id) && !isThere.has(event.id)) refused.push(refusedRow(row, objection(work)));
  }
  // What follows from an event, such as a segment entered, is stored beside it.
  const created = told.filter(({ event }) => stored.has(event.id)).length;
  return { accepted: told.length - refused.length, created, changed: 0, refused };
}

async function historic({ playbook, sealer, named, now }: Taking, raw: unknown): Promise<Event> {
  // When it was sent says nothing of its clock, now that it comes out of a file.
  const { sentAt: _, ...rest } = objectOf(raw);
  const isObject = raw === objectOf(raw);
  const call = readCall(isObject ? rest : raw, {}, now, playbook.site.retention.events);
  if (call.timestamp === undefined && call.originalTimestamp === undefined)
    throw new RowProblem("invalid_event", "timestamp: say when it happened");
  const knowledge = { playbook, now, whose: (email: string) => sealer.whose(email) };
  const { event } = eventOf(call, await named(call), knowledge);
  return { ...event, receivedAt: event.at };
}

const ERASED = "this person was erased and asked to be forgotten; nothing is kept of them again";
const OBJECTED = "this person has not consented to analytics; what they did is not kept";

const dropped = ({ counts }: Work): number => (counts["refused.erased"] ?? 0) + (counts["refused.no_consent"] ?? 0);

/** Why the pipeline dropped events. It counts its reasons and does not tell them one by one. */
function objection({ counts }: Work): RowProblem {
  if (!counts["refused.no_consent"]) return new RowProblem("erased", ERASED);
  if (!counts["refused.erased"]) return new RowProblem("no_consent", OBJECTED);
  return new RowProblem("no_consent", "this person was erased or has not consented to analytics; nothing is kept");
}

async function storedOf(db: Db, events: Event[]): Promise<Set<string>> {
  const args = [JSON.stringify(events.map(({ id }) => id))];
  const [found] = await db.read([{ sql: "SELECT id FROM events WHERE id IN (SELECT value FROM json_each(?))", args }]);
  return new Set(found!.rows.map((row) => String(row["id"])));
}
