import { uuidOf } from "../../worker/lib/uuid.ts";
import { findClusters } from "../../worker/jobs/clusters.ts";
import type { Task } from "../../worker/jobs/chore.ts";
import type { Db } from "../../worker/platform/db.ts";
import type { Compiled } from "../../worker/playbook/index.ts";
import { settle } from "../../worker/settle/settle.ts";
import { view } from "./events.ts";

/** Three sorts of people by what they read; the number makes each of them a little different. */
export const SORTS: Record<string, (i: number) => string[]> = {
  pickers: (i) => ["/products/pick/a", "/products/pick/b", "/products/pick/c", i % 3 === 0 ? "/" : "/products/pick/d"],
  buyers: (i) => ["/pricing", "/pricing", "/pricing", i % 4 === 0 ? "/blog/a" : "/pricing"],
  readers: (i) => ["/blog/a", "/news/b", "/blog/c", i % 5 === 0 ? "/pricing" : "/blog/d"],
};

/** The profile of the `i`-th of a sort. */
export const idOf = (sort: string, i: number): string => uuidOf("reader", sort, String(i));

/** Stores people who read as their sort does, from one number to another, an hour before `now`. */
export async function readers(db: Db, playbook: Compiled, now: number, from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  for (const [sort, paths] of Object.entries(SORTS)) {
    const events = numbers.flatMap((i) =>
      paths(i).map((path, n) => {
        const who = { profile: idOf(sort, i), visitor: uuidOf("browser", sort, String(i)) };
        return view(playbook, path, now - 3_600_000 + n * 1_000, {
          ...who,
          id: uuidOf("read", sort, String(i), String(n)),
        });
      }),
    );
    await settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, now);
  }
}

/** Slices until nothing is left to do; how many there were. */
export async function searchAll(task: Task): Promise<number> {
  let slices = 1;
  while (await findClusters.slice(task)) slices++;
  return slices;
}
