import type { Event } from "../../events/event.ts";
import { eventOf, type Knowledge } from "../../events/server/event-of.ts";
import { type Envelope, objectOf, readCall } from "../../events/server/read.ts";
import { CALL_LIMITS, CallRefused, type RefusedCode } from "../../events/server/refused.ts";
import { ingest } from "../../ingest.ts";
import type { Context } from "../../platform/context.ts";
import type { Compiled } from "../../playbook/index.ts";
import { countLater } from "../../reports/tally.ts";
import { namedBy } from "./named.ts";

/** A call that was not taken, by its place in the batch. */
export interface RefusedCall {
  index: number;
  messageId: string | null;
  code: RefusedCode;
  message: string;
}

export interface Taken {
  accepted: number;
  refused: RefusedCall[];
}

/**
 * Takes calls: each is parsed and mapped on its own, and what is good becomes durable together.
 * @throws Refusal `unavailable`
 */
export async function take(context: Context, playbook: Compiled, calls: unknown[], envelope: Envelope): Promise<Taken> {
  const { sealer, now } = context;
  const knowledge: Knowledge = { playbook, now, whose: (email) => sealer.whose(email) };
  const events: Event[] = [];
  const refused: RefusedCall[] = [];
  for (const [index, raw] of calls.entries()) {
    try {
      const call = readCall(raw, envelope, now, playbook.site.retention.events);
      const { event, leftOut } = eventOf(call, await namedBy(call, sealer), knowledge);
      events.push(event);
      if (leftOut > 0) countLater(context, { traitsLeftOut: leftOut });
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
      refused.push({ index, messageId: messageIdOf(raw), code: error.code, message: error.message });
      countLater(context, { [`refused.${error.code}`]: 1 });
    }
  }
  const [first] = events;
  if (first) await ingest(context, playbook, { kind: "events", id: first.id, events });
  return { accepted: events.length, refused };
}

function messageIdOf(raw: unknown): string | null {
  const { messageId } = objectOf(raw);
  const isId = typeof messageId === "string" || typeof messageId === "number";
  return isId ? String(messageId).slice(0, CALL_LIMITS.idLength) : null;
}
