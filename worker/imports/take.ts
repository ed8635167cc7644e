import { isDeeperThan } from "../lib/depth.ts";
import { Refusal } from "../platform/errors.ts";
import { takeEvents } from "./events.ts";
import { IMPORT_LIMITS, type Taken } from "./import.ts";
import { takePeople } from "./people.ts";
import { takeRanges } from "./ranges.ts";
import { advance } from "./store.ts";
import type { Taking } from "./taking.ts";

const MOST_DEPTH = 12;

/**
 * Takes the file's rows from `from` on in. Where the import is at another row, nothing is taken and the answer tells where;
 * so a request may be sent again, and rows that were taken in before a break change nothing.
 * @throws Refusal `conflict` for an import that is finished, `unavailable`
 */
export async function take(taking: Taking, rows: unknown[], from: number): Promise<Taken & { done: number }> {
  const { db, import: at, now } = taking;
  const nothing = { accepted: 0, created: 0, changed: 0, refused: [] };
  if (at.finishedAt !== null) throw new Refusal("conflict", "This import is finished; begin another.");
  if (from !== at.done) return { ...nothing, done: at.done };
  const most = IMPORT_LIMITS.rows[at.kind];
  if (rows.length > most) throw new Refusal("invalid_request", `rows: ${most} at most; send several requests.`);
  const taken = await takers[at.kind](taking, rows.map(shallow), from);
  if (await advance(db, at, rows.length, taken, now)) return { ...taken, done: from + rows.length };
  return { ...nothing, done: at.done };
}

const takers = { people: takePeople, events: takeEvents, "ip-ranges": takeRanges };

/** What is nested too deep to be anything of ours is not looked into. */
const shallow = (row: unknown): unknown => (isDeeperThan(MOST_DEPTH, row) ? null : row);
