import type { Compiled } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import { settleDown } from "./changes.ts";

/** Time is looked at by the minute, as the tick does. */
const MINUTE = 60_000;

/** Of states that are asked about again and again: an isolate remembers the cookies that it has opened. */
const decided = new WeakMap<State, { by: Compiled; minute: number; state: State }>();

/**
 * Somebody's state as of now: what was decided when they were seen last may have changed by time alone. Nothing of it is stored or
 * told. A state that lacks what the playbook asks of history stays as it was decided.
 */
export function asOf(state: State, playbook: Compiled, now: number): State {
  if (state.revision < playbook.since || now - state.lastSeen < MINUTE) return state;
  const minute = Math.floor(now / MINUTE);
  const known = decided.get(state);
  if (known?.by === playbook && known.minute === minute) return known.state;
  const settled = settleDown(state, state, { id: "", profile: "", at: now, by: "time" }, playbook).state;
  decided.set(state, { by: playbook, minute, state: settled });
  return settled;
}
