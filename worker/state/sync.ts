import type { State } from "./state.ts";
import type { Visitor } from "./visitor.ts";

/** How long a browser may go on with its own copy of the state. */
const SYNC_AFTER = 15 * 60_000;
/** Events of the last minute may still be on their way to the database. */
const IN_FLIGHT = 60_000;

/**
 * Whether the sealed state should be refreshed from the database: a new session, a copy gone stale, or one of an earlier revision
 * than `since`, which asks more of history than it knows.
 */
export function needsSync(visitor: Visitor, since: number, now: number): boolean {
  return now - visitor.syncedAt >= SYNC_AFTER || visitor.state.revision < since;
}

/**
 * The visitor with the database's state, unless the browser's own is ahead of it because its latest events
 * are still queued. Consent is the browser's own: nobody else's choice opens it.
 */
export function synced(visitor: Visitor, profile: string, stored: State, now: number): Visitor {
  const ahead = visitor.state.events > stored.events && now - visitor.state.lastSeen < IN_FLIGHT;
  if (ahead && profile === visitor.profile) return visitor;
  // A merge takes the known person's state even if it lags; then it is looked at again in a minute.
  const syncedAt = ahead ? now - SYNC_AFTER + IN_FLIGHT : now;
  const { consent, consentAt } = visitor.state;
  return { ...visitor, profile, syncedAt, state: { ...stored, consent, consentAt } };
}
