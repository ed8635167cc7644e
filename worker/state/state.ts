export type TraitValue = string | number | boolean;

/** What one question about history needs to be answered (conditions/gauges). */
export type Counter = number | string | Counter[];

/** Where and how somebody was seen. */
export interface Around {
  country?: string;
  region?: string;
  city?: string;
  timeZone?: string;
  language?: string;
  device?: "desktop" | "mobile" | "tablet" | "other";
  campaign?: { source?: string; medium?: string; name?: string; term?: string; content?: string };
}

/** What is known of a company, by what conditions ask: its name, domain, traits, score, segments (companies/facts.ts). */
export type CompanyFacts = Record<string, TraitValue | string[]>;

/** What has become of a lead, and since when (epoch ms). */
export interface Lead {
  status: "mql" | "sql" | "rejected" | "won" | "lost";
  since: number;
}

/** What a visitor allowed, per purpose. */
export interface Consent {
  analytics: boolean;
  personalization: boolean;
  marketing: boolean;
}

export const NO_CONSENT: Consent = { analytics: false, personalization: false, marketing: false };

/** Whether somebody said no to being followed; who was never asked did not. */
export const hasObjected = ({ consent, consentAt }: Pick<State, "consent" | "consentAt">): boolean =>
  consentAt > 0 && !consent.analytics;

/** `pending` was asked and not answered; `expired` was not answered in time, or is used up. Only `confirmed` means yes. */
export type PermissionStatus = "pending" | "confirmed" | "withdrawn" | "expired";

/** Points that one scoring rule has given: as they stood at `at`, decaying since. */
export interface Accumulator {
  points: number;
  at: number;
  /** Short hashes of the distinct pages a tiered rule has counted, run together. */
  pages?: string;
  /** The latest day (UTC, counted from 1970) and what a rule with `capPerDay` gave in it. */
  today?: [day: number, given: number];
}

/**
 * What is known of a visitor, bounded in size: the same value lives in the sealed cookie and in the profile's row.
 * Times are epoch milliseconds. Only `fold` and `merge` make new ones.
 */
export interface State {
  consent: Consent;
  /** When that was chosen; 0 for never. */
  consentAt: number;
  firstSeen: number;
  lastSeen: number;
  /** `count` includes the running session. */
  session: { startedAt: number; views: number; count: number };
  views: number;
  rules: Record<string, Accumulator>;
  stage: string;
  stageSince: number;
  segments: string[];
  /** Page views per topic. */
  topics: Record<string, number>;
  /** By the key of what a condition asks of history. */
  counters: Record<string, Counter>;
  /** Names of the traits that have a value: what a form need not ask. */
  known: string[];
  /** Of what is asked again after some time, the day (UTC, counted from 1970) on which it was told. */
  told: Record<string, number>;
  permissions: Record<string, PermissionStatus>;
  /** Only those that the playbook lists under `carry`. */
  traits: Record<string, TraitValue>;
  /** As it was told last: only what the playbook's lasting rules ask about. */
  around: Around;
  /** Where they work, as far as lasting rules ask. */
  company: CompanyFacts | null;
  /** What forms need not ask, since it is known of the company whose network they used last: names of its facts. */
  network: string[];
  /** Their part in a purchase (companies.yaml). */
  role: string | null;
  /** Grade and rank as decided last, such as `B2`: crossing a boundary is an event. */
  cell: string | null;
  lead: Lead | null;
  /** The flows they are in. */
  flows: string[];
  /** The group of those who read alike (clusters.yaml). */
  cluster: string | null;
  /** Page views by class, where clusters are looked for; not in the cookie. */
  classes: Record<string, number>;
  /** The playbook's revision as of which all of this is complete: what a later one asks of history is still to be filled in. Below 0 where something was given up to fit into a cookie. */
  revision: number;
  /** Keyed hash of the address this profile claims or has. */
  who: string | null;
  /** That address with most of its letters hidden, such as `a•••@a•••.dk`: tells its owner which one is known. */
  mask: string | null;
  /** How many events are in here: tells which of two copies is ahead. */
  events: number;
  /** Short hashes of the latest event ids, run together: a redelivered event changes nothing. */
  recent: string;
}

/** A state of which nothing is known yet: complete for whatever revision it begins with. */
export function emptyState(stage: string, at: number, revision = 0): State {
  return {
    consent: NO_CONSENT,
    consentAt: 0,
    firstSeen: at,
    lastSeen: at,
    session: { startedAt: at, views: 0, count: 0 },
    views: 0,
    rules: {},
    stage,
    stageSince: at,
    segments: [],
    topics: {},
    counters: {},
    known: [],
    told: {},
    permissions: {},
    traits: {},
    around: {},
    company: null,
    network: [],
    role: null,
    cell: null,
    lead: null,
    flows: [],
    cluster: null,
    classes: {},
    revision,
    who: null,
    mask: null,
    events: 0,
    recent: "",
  };
}
