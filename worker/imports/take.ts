import { isDeeperThan } from "../lib/depth.ts";
import { Refusal } from "../platform/errors.ts";
import { askOne } from "../reports/query.ts";
import { takeEvents } from "./events.ts";
import { IMPORT_LIMITS, type Taken } from "./import.ts";
import { takePeople } from "./people.ts";
import { takeRanges } from "./ranges.ts";
import { advance, importOf } from "./store.ts";
import type { Taking } from "./taking.ts";

/** What is nested deeper is nothing of ours and not looked into. */
const MOST_DEPTH = 12;

/**
 * Takes the file's rows from `from` on in. Where the import is at another row, nothing is taken and the answer tells where;
 * so a request may be sent again, and rows that were taken in before a break change nothing.
 * @throws Refusal `conflict` for an import that is finished, `unavailable`
 */
export async function take(taking: Taking, rows: unknown[], from: number): Promise<Taken & { done: number }> {
  const { db, import: at, now } = taking;
  const nothing = { accepted: 0, created: 0, changed: 0, refused: [] };
  if (at.finishedAt !== null)
    throw new Refusal("conflict", "This import is finished, or a newer one has taken its place; begin another.");
  if (from !== at.done) return { ...nothing, done: at.done };
  const most = IMPORT_LIMITS.rows[at.kind];
  if (rows.length > most) throw new Refusal("invalid_request", `rows: ${most} at most; send several requests.`);
  const shallow = rows.map((row) => (isDeeperThan(MOST_DEPTH, row) ? null : row));
  const large = new Set(shallow.flatMap((row, index) => (isTooLarge(row) ? [from + index] : [])));
  const readable = shallow.map((row, index) => (large.has(from + index) ? null : row));
  const taken = await takers[at.kind](taking, readable, from);
  for (const refused of taken.refused) if (large.has(refused.row)) Object.assign(refused, TOO_LARGE);
  if (await advance(db, at, rows.length, taken, now)) return { ...taken, done: from + rows.length };
  // Somebody else was quicker.
  return { ...nothing, done: (await askOne(db, importOf(at.id)))?.done ?? at.done };
}

const takers = { people: takePeople, events: takeEvents, "ip-ranges": takeRanges };

const TOO_LARGE = { code: "body_too_large", message: `larger than ${IMPORT_LIMITS.rowBytes / 1024} kB` };

function isTooLarge(row: unknown): boolean {
  const json = JSON.stringify(row);
  // A character has three bytes at most.
  if (json.length * 3 <= IMPORT_LIMITS.rowBytes) return false;
  return new TextEncoder().encode(json).length > IMPORT_LIMITS.rowBytes;
}
