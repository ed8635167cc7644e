import type { Db } from "../platform/db.ts";
import type { Compiled } from "../playbook/index.ts";

/** Work that is never urgent, done a slice at a time, each in a transaction of its own: what was done stays done. */
export interface Chore {
  name: string;
  /** Does one slice; true if there may be more. */
  slice(task: Task): Promise<boolean>;
}

export interface Task {
  db: Db;
  now: number;
  playbook: Compiled;
}

/** Rows that a slice takes, so that nobody waits long for the write lock. */
export const MOST_ROWS = 500;

/** So many slices, and none begun after so long. */
export interface Limit {
  slices: number;
  ms?: number;
}

/**
 * Does slices up to a limit, each chore in its turn, so that none waits for another's backlog; one that fails keeps no
 * other from its work. Returns what failed.
 */
export async function doChores(
  chores: Chore[],
  task: Task,
  { slices: most, ms = Number.POSITIVE_INFINITY }: Limit,
): Promise<unknown[]> {
  const end = Date.now() + ms;
  const failures: unknown[] = [];
  const open = [...chores];
  for (let slices = 0; slices < most && Date.now() < end; slices++) {
    const chore = open.shift();
    if (!chore) break;
    try {
      if (await chore.slice(task)) open.push(chore);
    } catch (error) {
      console.error(`${chore.name} failed`, error instanceof Error ? error.message : error);
      failures.push(error);
    }
  }
  return failures;
}

/** Whether a transaction's last statement found as many rows as it could take, or any if none is given. */
export function affected(results: { rowsAffected: number }[]): number {
  return results.at(-1)?.rowsAffected ?? 0;
}
