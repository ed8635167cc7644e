import type { Score } from "../conditions/index.ts";

/** Handed over (`mql`), accepted (`sql`), or closed; `merged` went on as another lead of the same person. */
export const LEAD_STATUSES = ["mql", "sql", "rejected", "won", "lost", "merged"] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** What a salesperson needs to know before calling, as it was at hand-over. Times are epoch ms. */
export interface Reasons {
  fit: Score["fit"] & { lines: { rule: string; points: number }[] };
  behaviour: Score["behaviour"] & { lines: { rule: string; points: number; at: number }[] };
  /** What the score's matrix says is to be done. */
  action: string | null;
  stage: string;
  segments: string[];
  topics: string[];
  /** The latest pages that gave points, newest first. */
  pages: { path: string; title: string | null; at: number }[];
}

/** Somebody to be handed over; who looks after them is decided as it is written (assign.ts). */
export interface NewLead {
  id: string;
  profileId: string;
  cell: string;
  reasons: Omit<Reasons, "pages">;
  country: string | null;
  createdAt: number;
  dueAt: number;
}

/** What sales may say of a lead. */
export const ACTIONS = ["accept", "reject", "won", "lost"] as const;
export type Action = (typeof ACTIONS)[number];

/** A lead as far as an answer changes it. `version` is the one that was read. */
export interface Standing {
  id: string;
  profileId: string;
  status: LeadStatus;
  dueAt: number;
  acceptedAt: number | null;
  closedAt: number | null;
  cause: string | null;
  amount: number | null;
  currency: string | null;
  note: string | null;
  version: number;
}

const SPAN = 10_000_000_000_000;

/** A lead's place in the list: soonest due first, then accepted and closed ones, each with the newest first. */
export function placeOf({ status, dueAt, acceptedAt, closedAt }: Omit<Standing, "id">): number {
  if (status === "mql") return dueAt;
  return status === "sql" ? 2 * SPAN - (acceptedAt ?? 0) : closedPlace(closedAt ?? 0);
}

/** Where those end that are not closed. */
export const OPEN_BEFORE = 2 * SPAN;

/** The place of a lead that was closed at a time. */
export const closedPlace = (at: number): number => 3 * SPAN - at;
