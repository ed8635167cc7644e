export type TraitValue = string | number | boolean;

/** What a visitor allowed, per purpose. */
export interface Consent {
  analytics: boolean;
  personalization: boolean;
  marketing: boolean;
}

export const NO_CONSENT: Consent = { analytics: false, personalization: false, marketing: false };

export type PermissionStatus = "pending" | "confirmed" | "withdrawn";

/** Points that one scoring rule has given: as they stood at `at`, decaying since. */
export interface Accumulator {
  points: number;
  at: number;
  /** Short hashes of the distinct pages a tiered rule has counted, run together. */
  pages?: string;
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
  /** By a condition's key: a total, or the latest times (seconds) that a window needs. */
  counters: Record<string, number | number[]>;
  /** Names of the traits that have a value: what a form need not ask. */
  known: string[];
  permissions: Record<string, PermissionStatus>;
  /** Only those that the playbook lists under `carry`. */
  traits: Record<string, TraitValue>;
  /** Keyed hash of the address this profile claims or has. */
  who: string | null;
  /** How many events are in here: tells which of two copies is ahead. */
  events: number;
  /** Short hashes of the latest event ids, run together: a redelivered event changes nothing. */
  recent: string;
}

/** A state of which nothing is known yet. */
export function emptyState(stage: string, at: number): State {
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
    permissions: {},
    traits: {},
    who: null,
    events: 0,
    recent: "",
  };
}
