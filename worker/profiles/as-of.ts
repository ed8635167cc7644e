import type { Compiled } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import { settleDown } from "./changes.ts";

/**
 * Somebody's state as of now: what was decided when they were seen last may have changed by time alone. Nothing of it is stored or
 * told. A state that lacks what the playbook asks of history stays as it was decided.
 */
export function asOf(state: State, playbook: Compiled, now: number): State {
  if (state.revision < playbook.since) return state;
  return settleDown(state, state, { id: "", profile: "", at: now, by: "time" }, playbook).state;
}
