import { sendMessage } from "../messages/send.ts";
import { dueMessages } from "../messages/store.ts";
import type { Context } from "../platform/context.ts";
import type { Compiled } from "../playbook/index.ts";

const MOST_MESSAGES = 200;
const RECEIPTS_KEPT = 2 * 86_400_000;

/** Every minute: what is due and was not carried by a queue, and what is no longer needed. */
export async function tick(context: Context, playbook: Compiled): Promise<void> {
  const { db, now } = context;
  await db.write([{ sql: "DELETE FROM receipts WHERE at < ?", args: [now - RECEIPTS_KEPT] }]);
  for (const id of await dueMessages(db, now, MOST_MESSAGES)) await sendMessage(context, playbook, id);
}
