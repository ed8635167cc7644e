import type { Context } from "../platform/context.ts";

const FLUSH_AFTER = 500;
/** A flush that has not come by then died with its request; the next refusal starts another. */
const GIVEN_UP_AFTER = 5_000;

let pending: Record<string, number> = {};
let scheduledAt: number | null = null;

/**
 * Counts what was refused, by reason, without a write per refusal: an isolate gathers for half a second and sends
 * one message. A crash loses at most that half second of *sums*; never an event.
 */
export function countLater(context: Context, counts: Record<string, number>): void {
  for (const [name, by] of Object.entries(counts)) pending[name] = (pending[name] ?? 0) + by;
  const running = scheduledAt !== null && Date.now() - scheduledAt < GIVEN_UP_AFTER;
  if (running || !context.queues.events) return;
  scheduledAt = Date.now();
  context.waitUntil(flush(context.queues.events));
}

async function flush(queue: Queue<unknown>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, FLUSH_AFTER));
  const counts = pending;
  pending = {};
  scheduledAt = null;
  await queue.send({ kind: "counts", id: crypto.randomUUID(), counts });
}
