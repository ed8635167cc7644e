import type { CompanyClaim } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { TraitValue } from "../state/state.ts";
import { cleanOrganization, companyDomain } from "./names.ts";
import type { KnownNetwork } from "./network.ts";

/** The most traits that a company has. */
export const MOST_TRAITS = 100;

/** What is told of a company. `keys` are what it is known by, the surest first. */
export interface Told {
  keys: string[];
  /** Null where nothing better than its domain or id names it. */
  name: string | null;
  /** Whether the site itself says so; a registry's name gives way to it. */
  isOwnWord: boolean;
  domain: string | null;
  traits: Record<string, TraitValue>;
}

/**
 * The companies that a batch's keys led to when it was read, which of them the site has an id of its own for, and the names of
 * what is known of each.
 */
export interface KnownCompanies {
  ids: Map<string, string>;
  grouped: Set<string>;
  facts: Map<string, string[]>;
}

export interface CompanyRow {
  id: string;
  name: string;
  /** The name that the site gives it. */
  told: string | null;
  domain: string | null;
  traits: Record<string, TraitValue>;
  firstSeen: number;
  lastSeen: number;
}

/** What a batch changes about companies. */
export interface CompanyWork {
  /** Where each key led when it was read, or leads from now on. */
  keys: Map<string, string>;
  rows: Map<string, CompanyRow>;
  grouped: Set<string>;
  /** In order. */
  merges: { fromId: string; intoId: string }[];
}

export const newCompanyWork = (): CompanyWork => ({
  keys: new Map(),
  rows: new Map(),
  grouped: new Set(),
  merges: [],
});

export const groupKey = (groupId: string): string => `group:${groupId.slice(0, 200)}`;
export const domainKey = (domain: string): string => `domain:${domain}`;
/** ASCII alone is put in lower case, as SQLite's `lower` does. */
export const networkKey = (organization: string): string =>
  `network:${organization.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())}`;

/** What a server or an import tells; null where nothing tells which company it is. */
export function toldByClaim({ groupId, domain: told, name, traits = {} }: CompanyClaim): Told | null {
  const domain = told === undefined ? null : companyDomain(told);
  const keys = [...(groupId === undefined ? [] : [groupKey(groupId)]), ...(domain === null ? [] : [domainKey(domain)])];
  if (keys.length === 0) return null;
  const given = name === undefined ? "" : cleanOrganization(name);
  return {
    keys,
    name: given || (domain === null ? groupId!.slice(0, 200) : null),
    isOwnWord: given !== "",
    domain,
    traits: Object.fromEntries(Object.entries(traits).slice(0, MOST_TRAITS)),
  };
}

/** What somebody's address tells. */
export const toldByDomain = (domain: string): Told => ({
  keys: [domainKey(domain)],
  name: null,
  isOwnWord: false,
  domain,
  traits: {},
});

/** What the network of a visit tells. */
export function toldByNetwork({ organization, domain: told }: KnownNetwork): Told {
  const domain = told === undefined ? null : companyDomain(told);
  return {
    keys: [...(domain === null ? [] : [domainKey(domain)]), networkKey(organization)],
    name: organization,
    isOwnWord: false,
    domain,
    traits: {},
  };
}

/**
 * The id of the company that is told of: found by any of its keys, or new. Where they lead to several, these are one
 * company; but two for which the site has an id of its own stay two.
 */
export function companyFor(told: Told, work: CompanyWork, known: KnownCompanies, at: number): string {
  const [first = ""] = told.keys;
  const isGroup = first.startsWith("group:");
  const own = idOf(first, work, known);
  const grouped = (id: string): boolean => work.grouped.has(id) || known.grouped.has(id);
  const found = [...new Set(told.keys.flatMap((key) => idOf(key, work, known) ?? []))].filter(
    (id) => !isGroup || id === own || !grouped(id),
  );
  const [into = uuidOf("company", first), ...others] = found;
  for (const key of told.keys) {
    if (!work.keys.has(key)) work.keys.set(key, known.ids.get(key) ?? into);
  }
  for (const fromId of others) {
    if (grouped(fromId) && grouped(into)) continue;
    work.merges.push({ fromId, intoId: into });
    if (grouped(fromId)) work.grouped.add(into);
  }
  if (isGroup) work.grouped.add(into);
  work.rows.set(into, joined(work.rows.get(into), rowOf(into, told, at)));
  return into;
}

/** The names of what is known of a company by now, this batch included: `name`, `domain`, its traits. */
export function factNames(id: string, { rows, merges }: CompanyWork, { facts }: KnownCompanies): Set<string> {
  const ids = [id, ...merges.filter(({ intoId }) => intoId === id).map(({ fromId }) => fromId)];
  const told = ids.flatMap((one) => {
    const row = rows.get(one);
    return row ? namesOf(row.domain, row.traits) : [];
  });
  return new Set(["name", ...told, ...ids.flatMap((one) => facts.get(one) ?? [])]);
}

/** The names of a company's domain and traits, as far as they have a value. */
export const namesOf = (domain: string | null, traits: Record<string, unknown>): string[] => [
  ...(domain === null ? [] : ["domain"]),
  ...Object.keys(traits).filter((name) => traits[name] !== "" && traits[name] !== null),
];

/** Where a key leads now, merges of this batch included. */
function idOf(key: string, work: CompanyWork, known: KnownCompanies): string | undefined {
  let id = work.keys.get(key) ?? known.ids.get(key);
  for (const { fromId, intoId } of work.merges) if (id === fromId) id = intoId;
  return id;
}

const rowOf = (id: string, { keys, name, isOwnWord, domain, traits }: Told, at: number): CompanyRow => ({
  id,
  name: name ?? domain ?? keys[0]!,
  told: isOwnWord ? name : null,
  domain,
  traits,
  firstSeen: at,
  lastSeen: at,
});

function joined(before: CompanyRow | undefined, row: CompanyRow): CompanyRow {
  if (!before) return row;
  const traits = { ...before.traits, ...row.traits };
  return {
    id: row.id,
    name: before.name === before.domain ? row.name : before.name,
    told: row.told ?? before.told,
    domain: before.domain ?? row.domain,
    traits: Object.keys(traits).length > MOST_TRAITS ? before.traits : traits,
    firstSeen: Math.min(before.firstSeen, row.firstSeen),
    lastSeen: Math.max(before.lastSeen, row.lastSeen),
  };
}
