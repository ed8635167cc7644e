import type { State } from "../state/state.ts";

/**
 * What stands of two people found to be one: an open lead before a closed one, one that was accepted before one that was not, of
 * two alike the older; of two closed the later word of sales. `joinStatement` (store.ts) does the same to the rows.
 */
export function leadOfBoth(a: State["lead"], b: State["lead"]): State["lead"] {
  if (a === null || b === null) return a ?? b;
  const [x, y] = [RANK[a.status], RANK[b.status]];
  if (x !== y) return x > y ? a : b;
  const isOpen = x > 0;
  return a.since <= b.since === isOpen ? a : b;
}

const RANK = { sql: 2, mql: 1, won: 0, rejected: 0, lost: 0 } as const;
