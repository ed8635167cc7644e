import { sendMessage } from "../messages/send.ts";
import { dueMessages } from "../messages/store.ts";
import type { Context } from "../platform/context.ts";
import { isUnavailable } from "../platform/errors.ts";
import type { Compiled } from "../playbook/index.ts";
import { doChores } from "./chore.ts";
import { accounts, colleagues } from "./accounts.ts";
import { findClusters } from "./clusters.ts";
import { expirePermissions } from "./expire-permissions.ts";
import { republish } from "./republish.ts";
import { retention } from "./retention.ts";
import { rollUp } from "./roll-up.ts";
import { wake } from "./wake.ts";

const MOST_MESSAGES = 200;
const MOST_SLICES = 20;
/** Deciding about many people anew takes several ticks, each of which leaves time before the next. */
const MOST_DECISIONS = 400;
const LONGEST = 30_000;
const LONGEST_OF_COMPANIES = 8_000;
const LONGEST_OF_CLUSTERS = 5_000;

/**
 * Every minute: what is due and was not carried by a queue, and what is no longer needed. What fails keeps nothing else from
 * being done, and comes again with the next tick.
 * @throws the first failure, once all else is done
 */
export async function tick(context: Context, playbook: Compiled): Promise<void> {
  const { db, now } = context;
  const task = { db, now, playbook };
  const failures = [
    ...(await attempt("outbox", () => sendDue(context, playbook))),
    // What is known of companies comes first: it decides about people.
    ...(await doChores([accounts], task, { slices: MOST_DECISIONS, ms: LONGEST_OF_COMPANIES })),
    ...(await doChores([colleagues], task, { slices: MOST_DECISIONS, ms: LONGEST_OF_COMPANIES })),
    ...(await doChores([wake, republish], task, { slices: MOST_DECISIONS, ms: LONGEST })),
    ...(await doChores([findClusters], task, { slices: MOST_SLICES, ms: LONGEST_OF_CLUSTERS })),
    ...(await doChores([...expirePermissions, ...rollUp, ...retention], task, { slices: MOST_SLICES })),
  ];
  if (failures.length > 0) throw failures[0];
}

async function sendDue(context: Context, playbook: Compiled): Promise<void> {
  const failures: unknown[] = [];
  for (const id of await dueMessages(context.db, context.now, MOST_MESSAGES)) {
    try {
      await sendMessage(context, playbook, id);
    } catch (error) {
      // One message that cannot be sent keeps no other from it; without a database none can.
      if (isUnavailable(error)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function attempt(name: string, job: () => Promise<unknown>): Promise<unknown[]> {
  try {
    await job();
    return [];
  } catch (error) {
    console.error(`${name} failed`, error instanceof Error ? error.message : error);
    return [error];
  }
}
