import { uuidOf } from "../lib/uuid.ts";
import type { Compiled } from "../playbook/index.ts";
import { emptyState, type State } from "../state/state.ts";
import type { Traits } from "./traits.ts";

/** A profile being worked on. `version` is the one that was read; 0 for one that is new. */
export interface Person {
  id: string;
  version: number;
  email: string | null;
  emailConfirmedAt: number | null;
  traits: Traits;
  state: State;
  mergedInto: string | null;
  erasedAt: number | null;
}

export function newPerson(id: string, playbook: Compiled, at: number): Person {
  return {
    id,
    version: 0,
    email: null,
    emailConfirmedAt: null,
    traits: {},
    state: emptyState(playbook.stages[0]!.id, at),
    mergedInto: null,
    erasedAt: null,
  };
}

/** The id of the person that a second address on one browser starts: the same each time that address is given there. */
export function secondPerson(profile: string, email: string): string {
  return uuidOf("second person", profile, email);
}
