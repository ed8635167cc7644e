import type { Message } from "./events/message.ts";
import type { Context } from "./platform/context.ts";
import { Refusal } from "./platform/errors.ts";
import type { Compiled } from "./playbook/index.ts";
import { settle } from "./settle/settle.ts";
import type { Work } from "./settle/work.ts";

/** A queue message has 128 kB at most; some is left for its envelope. */
const MOST_BYTES = 100_000;
/** And so many messages at once. */
const MOST_IN_BATCH = 100;

/**
 * Makes a message durable: in the queue or, with `direct`, in the database; whichever of the two is preferred, the other
 * is tried when it fails. Returns what was written, or null where it was queued.
 * @throws Refusal `unavailable` when neither takes it: the sender still has it and tries again
 */
export async function ingest(
  context: Context,
  playbook: Compiled,
  message: Message,
  prefer: "queue" | "direct" = context.settings.INGEST,
): Promise<Work | null> {
  const queued = async (): Promise<null> => {
    if (!context.queues.events) throw new Error("no EVENTS queue is bound");
    for (const part of split(message)) await context.queues.events.send(part);
    return null;
  };
  const direct = async (): Promise<Work> => {
    const work = await settle(context.db, [message], playbook, context.now);
    context.waitUntil(dispatch(context, work));
    return work;
  };
  const [first, second] = prefer === "queue" ? [queued, direct] : [direct, queued];
  try {
    return await first();
  } catch (error) {
    console.warn(`${prefer} ingest failed, trying the other way: ${error instanceof Error ? error.message : "?"}`);
  }
  try {
    return await second();
  } catch (error) {
    throw new Refusal("unavailable", "Nothing can be stored at the moment. Send it again.", undefined, error);
  }
}

/** Tells the mail queue of committed messages. If that fails the cron tick finds them in the outbox. */
export async function dispatch(
  context: Context,
  work: { messages: Pick<Work["messages"][number], "id" | "dueAt">[] },
): Promise<void> {
  if (work.messages.length === 0 || !context.queues.mail) return;
  const bodies = work.messages.map(({ id, dueAt }) => ({ body: { id, at: dueAt } }));
  try {
    for (let i = 0; i < bodies.length; i += MOST_IN_BATCH) {
      await context.queues.mail.sendBatch(bodies.slice(i, i + MOST_IN_BATCH));
    }
  } catch {
    console.warn("the mail queue is not reachable; the next tick sends");
  }
}

function split(message: Message): Message[] {
  if (message.kind !== "events" || message.events.length === 1) return [message];
  const parts: Message[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const event of message.events) {
    const bytes = new TextEncoder().encode(JSON.stringify(event)).length;
    if (size + bytes > MOST_BYTES) {
      parts.push({ ...message, events: [] });
      size = 0;
    }
    (parts.at(-1) as typeof message).events.push(event);
    size += bytes;
  }
  return parts;
}
