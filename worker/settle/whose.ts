import type { Event, Identity } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled } from "../playbook/index.ts";
import { settleDown } from "../profiles/changes.ts";
import { merge } from "../profiles/merge.ts";
import { isAnonymous, newPerson, type Person, secondPerson } from "../profiles/person.ts";
import type { Known } from "./read.ts";
import { mergeTraits } from "../profiles/traits.ts";
import type { State } from "../state/state.ts";
import { employersTouched } from "./companies.ts";
import { personFor, touch } from "./people.ts";
import { requestsOf } from "./permit.ts";
import { consequences } from "./consequences.ts";
import type { Work } from "./work.ts";

/**
 * Whose event it is, once everything is known. A second address on the same browser is a second person, a confirmed
 * address is the person who has confirmed it before, and whom a server names is believed.
 */
export function whose(event: Event, person: Person, work: Work, known: Known, playbook: Compiled): Person {
  if (event.identity) return identified(event, event.identity, person, work, known, playbook);
  const claimed = event.submission?.email;
  if (claimed !== undefined) {
    if (person.email === null) return { ...person, email: claimed };
    if (person.email === claimed) return person;
    const id = secondPerson(event.profile, claimed);
    return { ...personFor(work, id, known, playbook, event.at), email: claimed };
  }
  if (event.type !== "permission_confirmed") return person;
  const email = requestsOf(event, known)[0]?.email;
  if (email === undefined) throw new Error("nothing was asked for that this could confirm");
  const held = holder(email, work, known);
  // Who goes by another address since they asked keeps it: this one is somebody of its own.
  const isOther = person.email !== null && person.email !== email;
  const second = (): Person =>
    personFor(work, secondPerson(event.profile, event.permission!.submission), known, playbook, event.at);
  const own = isOther ? (held ?? second()) : person;
  if (held === undefined || held.id === own.id)
    return { ...own, email, emailConfirmedAt: own.emailConfirmedAt ?? event.at };
  return mergeInto(held, own, event, work, playbook);
}

/** Whom a server or an import names: by the site's own id, by an address, and by whatever they were called before. */
function identified(
  event: Event,
  { userId, email, was = [], alias = false }: Identity,
  named: Person,
  work: Work,
  known: Known,
  playbook: Compiled,
): Person {
  // A name that was given up by an alias leads here still, and does not come back.
  const isName = userId !== undefined && (named.externalId === null || named.id === event.profile);
  let person = isName ? { ...named, externalId: userId } : named;
  for (const id of was) {
    const former = personFor(work, id, known, playbook, event.at);
    if (former.id === person.id || former.erasedAt !== null) continue;
    const isTheirs =
      alias || isAnonymous(former) || (former.email !== null && former.email === (email ?? person.email));
    if (isTheirs) person = mergeInto(person, former, event, work, playbook);
  }
  if (email === undefined) return person;
  const held = holder(email, work, known);
  if (held && held.id !== person.id) {
    person = mergeInto(held, person, event, work, playbook);
  } else if (person.email !== email) {
    // What the former address permitted says nothing about the new one.
    const permissions = person.email === null ? person.state.permissions : {};
    person = { ...person, email, emailConfirmedAt: event.at, state: { ...person.state, permissions } };
    work.addressesMoved = true;
  }
  return { ...person, emailConfirmedAt: person.emailConfirmedAt ?? event.at };
}

/** One person of two. What names the one names both; its own names come first. */
function mergeInto(into: Person, from: Person, event: Event, work: Work, playbook: Compiled): Person {
  touch(work, from, from.state);
  touch(work, into, into.state);
  const tombstone = newPerson(from.id, playbook, from.state.firstSeen);
  work.persons.set(from.id, { ...tombstone, version: from.version, mergedInto: into.id });
  work.merges.push({ fromId: from.id, intoId: into.id, at: event.at, eventId: event.id });
  work.addressesMoved = true;
  const address = into.email === null ? from : into;
  const merged = merge(into.state, permitted(from, address), playbook);
  const cause = {
    id: uuidOf(event.id, "merge", from.id),
    profile: into.id,
    at: event.receivedAt,
    by: "merge",
  } as const;
  const { state, events } = settleDown(into.state, merged, cause, playbook);
  consequences(work, events, { ...into, state }, playbook);
  const joint = {
    ...into,
    email: address.email,
    emailConfirmedAt: address.emailConfirmedAt,
    externalId: into.externalId ?? from.externalId,
    companyId: into.companyId ?? from.companyId,
    state,
    traits: mergeTraits(into.traits, from.traits, playbook),
  };
  if (from.companyId !== null) work.employers.add(from.companyId);
  employersTouched(work, into, joint);
  return joint;
}

/** A state without what was permitted for an address that is given up. */
function permitted({ email, state }: Person, kept: Person): State {
  return email === null || email === kept.email ? state : { ...state, permissions: {} };
}

/** Who has proved an address, as far as this batch has come. */
function holder(email: string, work: Work, known: Known): Person | undefined {
  const touched = work.holders.get(email);
  const held = known.byEmail.get(email);
  const candidates = [
    touched === undefined ? undefined : work.persons.get(touched),
    held && (work.persons.get(held.id) ?? held),
  ];
  return candidates.find(
    (person) => person?.email === email && person.emailConfirmedAt !== null && person.mergedInto === null,
  );
}
