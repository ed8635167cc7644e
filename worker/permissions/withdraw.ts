import type { CarriedPermission, Event, Evidence } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { EVERY_TOPIC, standings } from "./standing.ts";
import type { Row } from "./store.ts";

export interface Withdrawal {
  /** The person behind the address. */
  profile: string;
  email: string;
  /** One topic, or `*` for all that the address has said anything but no of. */
  topic: string;
  evidence: Evidence;
}

/**
 * Taking permissions back, as an event; null where all has been taken back already. The same withdrawal told twice is the
 * same event, unless a yes came in between: a link works for ever.
 */
export function withdrawalEvent(
  { profile, email, topic, evidence }: Withdrawal,
  ledger: Row[],
  now: number,
): Event | null {
  const current = standings(ledger);
  const said = topic === EVERY_TOPIC ? Object.keys(current) : [topic];
  const open = said.filter((one) => current[one] !== "withdrawn");
  if (open.length === 0) return null;
  const last = ledger.findLast((row) => open.includes(row.topic))?.id ?? "";
  return {
    id: uuidOf("withdrawn", email, topic, last),
    type: "permission_withdrawn",
    ...(topic === EVERY_TOPIC ? {} : { name: topic }),
    at: now,
    receivedAt: now,
    visitor: null,
    profile,
    carried: open.map((one): CarriedPermission => ({ topic: one, status: "withdrawn", at: now, email, evidence })),
  };
}
