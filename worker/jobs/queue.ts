import { keepable, type Message } from "../events/message.ts";
import { dispatch } from "../ingest.ts";
import { sendMessage } from "../messages/send.ts";
import type { Context } from "../platform/context.ts";
import { isUnavailable } from "../platform/errors.ts";
import type { Compiled } from "../playbook/index.ts";
import { withoutErased } from "../rights/dead-letters.ts";
import { settle } from "../settle/settle.ts";

/** What the MAIL queue carries: ids only. What to send, and whether, is read from the database at that moment. */
export interface MailMessage {
  id: string;
  at: number;
}

/** Seconds until a message is tried again: soon at first, then every quarter of an hour, for about a day in all. */
export function retryDelay(attempts: number): number {
  return Math.min(900, 5 * 2 ** Math.min(attempts - 1, 10));
}

/** So many events are settled in one transaction; merges among them cost several statements' work each. */
const MOST_EVENTS = 1_000;

/**
 * The EVENTS queue: one transaction for the whole batch, or for each part of a large one. What spoils a part is found by
 * settling its messages one by one.
 * @throws Refusal `unavailable`: what was not acknowledged comes again
 */
export async function consumeEvents(context: Context, playbook: Compiled, batch: MessageBatch<Message>): Promise<void> {
  for (const part of parts(batch.messages)) await consumePart(context, playbook, part);
}

type Carried = readonly Pick<MessageBatch<Message>["messages"][number], "id" | "body" | "ack">[];

function parts(messages: Carried): Carried[] {
  const all: Carried[number][][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const events = message.body.kind === "events" ? message.body.events.length : 1;
    if (size + events > MOST_EVENTS) {
      all.push([]);
      size = 0;
    }
    all.at(-1)!.push(message);
    size += events;
  }
  return all;
}

async function consumePart(context: Context, playbook: Compiled, part: Carried): Promise<void> {
  const settled = async (bodies: Message[]): Promise<void> =>
    dispatch(context, await settle(context.db, bodies, playbook, context.now));
  try {
    await settled(part.map(({ body }) => body));
    for (const message of part) message.ack();
    return;
  } catch (error) {
    if (isUnavailable(error)) throw error;
  }
  for (const message of part) {
    try {
      await settled([message.body]);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      await bury(context, message.id, message.body, error instanceof Error ? error.message : "unknown");
    }
    message.ack();
  }
}

/** The MAIL queue. One message that cannot be sent keeps no other from it. */
export async function consumeMail(
  context: Context,
  playbook: Compiled,
  batch: MessageBatch<MailMessage>,
): Promise<void> {
  for (const message of batch.messages) {
    // Locally a test sets the time at which a message was caused, and may set it to come.
    const now = context.settings.LOCAL ? Math.max(context.now, message.body.at) : context.now;
    try {
      await sendMessage({ ...context, now }, playbook, message.body.id);
      message.ack();
    } catch (error) {
      console.warn(`message ${message.body.id} comes again: ${error instanceof Error ? error.message : "?"}`);
      message.retry({ delaySeconds: retryDelay(message.attempts) });
    }
  }
}

/** What was retried in vain ends in the dead-letter table, to be seen and replayed. */
export async function consumeDead(context: Context, batch: MessageBatch<unknown>): Promise<void> {
  for (const message of batch.messages) {
    await bury(context, message.id, message.body, "retried too often");
    message.ack();
  }
}

/**
 * The body is bound as plain text: SQLite does not look into it, so nothing in it can keep it from its grave. What was under way
 * while somebody was erased is not kept of them, and nobody is erased in between.
 */
async function bury({ db, now }: Context, id: string, told: unknown, reason: string): Promise<void> {
  await db.exclusively(async (locked) => {
    const body = await withoutErased(locked, keepable(told));
    if (body === null) return;
    await locked.write([
      {
        sql: "INSERT INTO dead_letters (id, at, reason, body) VALUES (?, ?, ?, ?) ON CONFLICT(id) DO NOTHING",
        args: [id, now, reason, JSON.stringify(body)],
      },
      `INSERT INTO counters (name, value) VALUES ('deadLetters', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1`,
    ]);
  });
}
