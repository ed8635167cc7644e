import type { Event, EventType } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Action, LeadStatus, Standing } from "./lead.ts";

/** What sales says of a lead. `cause` is an id of sales.yaml, `currency` one of ISO 4217. */
export interface Answer {
  action: Action;
  cause?: string | undefined;
  amount?: number | undefined;
  currency?: string | undefined;
  note?: string | undefined;
}

const EVENTS = {
  accept: "lead_accepted",
  reject: "lead_rejected",
  won: "lead_won",
  lost: "lead_lost",
} satisfies Record<Action, EventType>;

/** From which status an answer leads to which. */
const MOVES: Record<Action, { from: LeadStatus[]; to: LeadStatus }> = {
  accept: { from: ["mql"], to: "sql" },
  reject: { from: ["mql", "sql"], to: "rejected" },
  won: { from: ["sql"], to: "won" },
  lost: { from: ["sql"], to: "lost" },
};

/** An answer as an event: the same each time that the same is said of a lead. */
export function answerEvent({ id, profileId }: Standing, { action, ...more }: Answer, now: number): Event {
  const told = Object.entries(more).filter(([, value]) => value !== undefined);
  return {
    id: uuidOf(id, action),
    type: EVENTS[action],
    at: now,
    receivedAt: now,
    visitor: null,
    profile: profileId,
    properties: { lead: id, ...Object.fromEntries(told) },
  };
}

/** The answer that an event is, and of which lead; null for all other events. */
export function answerOf({ type, properties = {} }: Event): { lead: string; answer: Answer } | null {
  const action = Object.keys(EVENTS).find((one) => EVENTS[one as Action] === type) as Action | undefined;
  const { lead, ...more } = properties;
  return action === undefined || typeof lead !== "string" ? null : { lead, answer: { ...more, action } };
}

/** A lead after an answer at a time; null where that cannot be said of it any more, or not yet. */
export function answered(
  lead: Standing,
  { action, cause, amount, currency, note }: Answer,
  at: number,
): Standing | null {
  const { from, to } = MOVES[action];
  if (!from.includes(lead.status)) return null;
  return {
    ...lead,
    status: to,
    acceptedAt: to === "sql" ? at : lead.acceptedAt,
    closedAt: to === "sql" ? null : at,
    cause: cause ?? null,
    amount: amount ?? null,
    currency: currency ?? null,
    note: note ?? lead.note,
  };
}

/** Whether a lead stands as this answer has left it: to say it again changes nothing. */
export function isAnswered(lead: Standing, { action, cause, amount, currency }: Answer): boolean {
  return (
    lead.status === MOVES[action].to &&
    lead.cause === (cause ?? null) &&
    lead.amount === (amount ?? null) &&
    lead.currency === (currency ?? null)
  );
}
