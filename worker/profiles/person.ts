import { uuidOf } from "../lib/uuid.ts";
import type { Compiled } from "../playbook/index.ts";
import { type CompanyFacts, emptyState, type State } from "../state/state.ts";
import type { Traits } from "./traits.ts";

/** A profile being worked on. `version` is the one that was read; 0 for one that is new. */
export interface Person {
  id: string;
  version: number;
  email: string | null;
  emailConfirmedAt: number | null;
  /** The site's own id. */
  externalId: string | null;
  companyId: string | null;
  /** What was known of that company when the person was read. */
  employer: CompanyFacts | null;
  traits: Traits;
  state: State;
  mergedInto: string | null;
  /** When, epoch ms, time alone may next change something (profiles/due.ts). */
  dueAt: number | null;
  erasedAt: number | null;
}

export function newPerson(id: string, playbook: Compiled, at: number): Person {
  return {
    id,
    version: 0,
    email: null,
    emailConfirmedAt: null,
    externalId: null,
    companyId: null,
    employer: null,
    traits: {},
    state: emptyState(playbook.stages[0]!.id, at, playbook.revision),
    mergedInto: null,
    dueAt: null,
    erasedAt: null,
  };
}

/** Somebody who knows of their company what is asked of it, and nothing else. */
export function employed(person: Person, { needs }: Compiled): Person {
  const { employer, state } = person;
  const known = employer === null || needs.company.size === 0 ? [] : Object.entries(employer);
  const asked = known.filter(([key]) => needs.company.has(key));
  if (asked.length === 0 && state.company === null) return person;
  return { ...person, state: { ...state, company: asked.length === 0 ? null : Object.fromEntries(asked) } };
}

/** The profile that a site's own user id stands for: worked out, so nothing has to be looked up. */
export const profileOfUser = (userId: string): string => uuidOf("user", userId);

/** The profile that a server's anonymous id stands for. */
export const profileOfAnonymous = (anonymousId: string): string => uuidOf("anonymous", anonymousId);

/** The profile that an address stands for, where a file names people by nothing else. */
export const profileOfEmail = (email: string): string => uuidOf("email", email);

/** Whether nothing says who it is: such a profile may become part of somebody's. */
export const isAnonymous = (person: Person): boolean => person.email === null && person.externalId === null;

/**
 * The id of the person that a second address on one browser starts: the same each time that address is given there. `by` is the
 * address, or the submission by which it was asked.
 */
export function secondPerson(profile: string, by: string): string {
  return uuidOf("second person", profile, by);
}
