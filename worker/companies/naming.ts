import type { Event } from "../events/event.ts";
import { ipKey } from "../lib/ip.ts";
import { domainKey, networkKey, toldByClaim } from "./claims.ts";
import { domainOfEmail } from "./names.ts";
import { classified } from "./network.ts";

/** What may name companies in a batch: keys; submissions whose addresses do; addresses (as ipKeys) whose networks do. */
export interface Naming {
  keys: string[];
  submissions: string[];
  addresses: string[];
}

/** All by which a batch's events may turn out to be of a company. */
export function namingOf(events: Event[]): Naming {
  const confirming = events.filter(({ type }) => type === "permission_confirmed");
  return {
    keys: unique(events.flatMap(keysOf)),
    submissions: unique(confirming.flatMap(({ permission }) => permission?.submission ?? [])),
    addresses: unique(events.flatMap(({ address }) => (address === undefined ? [] : (ipKey(address) ?? [])))),
  };
}

function keysOf({ company, identity, place, visitor }: Event): string[] {
  const domain = identity?.email === undefined ? null : domainOfEmail(identity.email);
  const network = visitor !== null && place?.network ? classified(place.network) : null;
  return [
    ...((company && toldByClaim(company)?.keys) ?? []),
    ...(domain === null ? [] : [domainKey(domain)]),
    ...(network?.kind === "company" ? [networkKey(network.organization)] : []),
  ];
}

const unique = (values: string[]): string[] => [...new Set(values)];
