import type { Message } from "../events/message.ts";
import { sendMessage } from "../messages/send.ts";
import type { Context } from "../platform/context.ts";
import { isConstraint } from "../platform/db.ts";
import { insertRows } from "../platform/rows.ts";
import type { Compiled } from "../playbook/index.ts";
import { deadLetters } from "../events/tables.ts";
import { dispatch } from "../ingest.ts";
import { settle } from "../settle/settle.ts";

/** Seconds until a batch is tried again: soon at first, then every quarter of an hour, for about a day in all. */
export function retryDelay(attempts: number): number {
  return Math.min(900, 5 * 2 ** Math.min(attempts - 1, 10));
}

/** The EVENTS queue: one transaction for the whole batch. What spoils a batch is found by settling its messages one by one. */
export async function consumeEvents(context: Context, playbook: Compiled, batch: MessageBatch<Message>): Promise<void> {
  const bodies = batch.messages.map((message) => message.body);
  try {
    await dispatch(context, await settle(context.db, bodies, playbook, context.now));
    return batch.ackAll();
  } catch (error) {
    if (!isRefusedByDatabase(error)) throw error;
  }
  for (const message of batch.messages) {
    try {
      await dispatch(context, await settle(context.db, [message.body], playbook, context.now));
    } catch (error) {
      if (!isRefusedByDatabase(error)) throw error;
      await bury(context, message.id, message.body, error instanceof Error ? error.message : "unknown");
    }
    message.ack();
  }
}

/** The MAIL queue carries ids only; what to send, and whether, is read from the database at that moment. */
export async function consumeMail(
  context: Context,
  playbook: Compiled,
  batch: MessageBatch<{ id: string; at: number }>,
): Promise<void> {
  for (const message of batch.messages) {
    const now = Math.max(context.now, message.body.at);
    await sendMessage({ ...context, now }, playbook, message.body.id);
    message.ack();
  }
}

/** What was retried in vain ends in the dead-letter table, to be seen and replayed. */
export async function consumeDead(context: Context, batch: MessageBatch<unknown>): Promise<void> {
  for (const message of batch.messages) {
    await bury(context, message.id, message.body, "retried too often");
    message.ack();
  }
}

/** The database answered, and said no: trying the same again is of no use. */
function isRefusedByDatabase(error: unknown): boolean {
  return isConstraint(error) || (error instanceof Error && "code" in error && error.code === "SQLITE_ERROR");
}

async function bury(context: Context, id: string, body: unknown, reason: string): Promise<void> {
  await context.db.write([
    ...insertRows(deadLetters, [{ id, at: context.now, reason, body }], "ON CONFLICT(id) DO NOTHING"),
    `INSERT INTO counters (name, value) VALUES ('deadLetters', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1`,
  ]);
}
