import { type CompanyWork, newCompanyWork } from "../companies/claims.ts";
import type { deadLetters, events } from "../events/tables.ts";
import type { choices, consents } from "../consent/tables.ts";
import type { submissions } from "../forms/tables.ts";
import type { messages } from "../messages/tables.ts";
import type { permissions, preferences } from "../permissions/tables.ts";
import type { Person } from "../profiles/person.ts";
import type { merges, sessions, visitors } from "../profiles/tables.ts";
import type { totals } from "../reports/tables.ts";
import type { LeadWork } from "../sales/store.ts";
import type { stageMoves } from "../stages/tables.ts";

/** Everything one batch changes, worked out before anything is written. */
export interface Work {
  /** Touched people, by their own id. */
  persons: Map<string, Person>;
  /** Ids of touched people, by the address they have proved. */
  holders: Map<string, string>;
  /** The segments each of them was in before. */
  segmentsBefore: Map<string, string[]>;
  events: (typeof events.$inferInsert)[];
  stageMoves: (typeof stageMoves.$inferInsert)[];
  visitors: Map<string, typeof visitors.$inferInsert>;
  sessions: Map<string, typeof sessions.$inferInsert>;
  consents: (typeof consents.$inferInsert)[];
  permissions: (typeof permissions.$inferInsert)[];
  preferences: (typeof preferences.$inferInsert)[];
  submissions: (typeof submissions.$inferInsert)[];
  /** Ids, as the forms' hidden fields have them, of what is finished. */
  finished: string[];
  messages: (typeof messages.$inferInsert)[];
  /** Whether an address goes from one row to another, which a unique index sees in between. */
  addressesMoved: boolean;
  merges: (typeof merges.$inferInsert)[];
  leads: LeadWork;
  companies: CompanyWork;
  /** Ids of the companies to be worked out again: something has changed for their people. */
  employers: Set<string>;
  /** Ids of people who came to another company: what is known of it is still to be looked at. */
  newlyEmployed: Set<string>;
  deadLetters: (typeof deadLetters.$inferInsert)[];
  choices: (typeof choices.$inferInsert)[];
  totals: Map<string, typeof totals.$inferInsert>;
  receipts: string[];
  counts: Record<string, number>;
}

export function newWork(): Work {
  return {
    persons: new Map(),
    holders: new Map(),
    segmentsBefore: new Map(),
    events: [],
    stageMoves: [],
    visitors: new Map(),
    sessions: new Map(),
    consents: [],
    permissions: [],
    preferences: [],
    submissions: [],
    finished: [],
    messages: [],
    addressesMoved: false,
    merges: [],
    leads: { fresh: [], answered: new Map() },
    companies: newCompanyWork(),
    employers: new Set(),
    newlyEmployed: new Set(),
    deadLetters: [],
    choices: [],
    totals: new Map(),
    receipts: [],
    counts: {},
  };
}

/** Adds to one of the sums that `/stats` tells. */
export function tally(work: Work, name: string, by = 1): void {
  work.counts[name] = (work.counts[name] ?? 0) + by;
}
