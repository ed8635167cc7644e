import { companyFor, domainKey, factNames, toldByClaim, toldByDomain, toldByNetwork } from "../companies/claims.ts";
import { domainOfEmail } from "../companies/names.ts";
import { classified, type KnownNetwork } from "../companies/network.ts";
import type { Event } from "../events/event.ts";
import { ipKey } from "../lib/ip.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import type { Known } from "./read.ts";
import { requestsOf } from "./permit.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

/** The network that an event came from: as a list of ranges has it, else as Cloudflare told. */
export function networkOf(event: Event, known: Known): KnownNetwork | undefined {
  const key = event.address === undefined ? null : ipKey(event.address);
  const listed = key === null ? undefined : known.networks.get(key);
  return listed ?? (event.place?.network && classified(event.place.network));
}

/** The event with its network. Where the list has a domain for it, that is the company's, not the event's. */
export function withNetwork(event: Event, network: KnownNetwork | undefined): Event {
  if (!network) return event;
  const { domain: _, ...rest } = network;
  return { ...event, place: { ...event.place, network: rest } };
}

/** The company from whose network a visit came. A visit is attributed, never the person. */
export function visitedFrom(event: Event, network: KnownNetwork | undefined, work: Work, known: Known): string | null {
  if (event.visitor === null || network?.kind !== "company") return null;
  return companyFor(toldByNetwork(network), work.companies, known.companies, event.at);
}

/** What forms need not ask whoever visits from a company's network, as far as any asks; as before where it is none's. */
export function knownOfNetwork(
  { network: before }: State,
  visited: string | null,
  { network: asked }: Compiled["needs"],
  work: Work,
  known: Known,
): string[] {
  const held = before.filter((name) => asked.has(name));
  if (visited === null || asked.size === 0) return held.length === before.length ? before : held;
  const names = factNames(visited, work.companies, known.companies);
  return [...asked].filter((name) => names.has(name)).toSorted();
}

/**
 * Where somebody works, after an event: as the site's server says, else as an address that is theirs tells. What the
 * server said is not changed by an address; what the address before told is. `former` is that address.
 */
export function employerOf(
  event: Event,
  person: Person,
  former: string | null,
  work: Work,
  known: Known,
): string | null {
  const told = event.company ? toldByClaim(event.company) : null;
  if (told) return companyFor(told, work.companies, known.companies, event.at);
  const email = event.identity?.email ?? confirmed(event, known);
  const domain = email === undefined ? null : domainOfEmail(email);
  if (domain === null || !(person.companyId === null || isOfAddress(person.companyId, former))) return person.companyId;
  return companyFor(toldByDomain(domain), work.companies, known.companies, event.at);
}

function confirmed(event: Event, known: Known): string | undefined {
  return event.type === "permission_confirmed" ? requestsOf(event, known)[0]?.email : undefined;
}

/** Whether a company was found by an address: its id tells, unless it was known by something else first. */
function isOfAddress(companyId: string, email: string | null): boolean {
  const domain = email === null ? null : domainOfEmail(email);
  return domain !== null && companyId === uuidOf("company", domainKey(domain));
}

type Employed = Pick<Person, "id" | "companyId" | "state">;

/** Notes whose companies are to be worked out again, after something has become of one of their people. */
export function employersTouched(work: Work, before: Employed, after: Employed): void {
  if (before.companyId !== after.companyId) {
    if (before.companyId !== null) work.employers.add(before.companyId);
    if (after.companyId === null) return;
    work.employers.add(after.companyId);
    work.newlyEmployed.add(after.id);
  } else if (after.companyId !== null && counts(before.state, after.state)) work.employers.add(after.companyId);
}

/** Whether anything changed that a company is added up from. */
function counts(before: State, after: State): boolean {
  if (before.role !== after.role) return true;
  const rules = Object.keys(after.rules);
  return rules.length !== Object.keys(before.rules).length || rules.some((id) => before.rules[id] !== after.rules[id]);
}
