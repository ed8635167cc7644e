import type { Campaign, Device, Event } from "../events/event.ts";
import type { Grade } from "../playbook/index.ts";
import type { State, TraitValue } from "../state/state.ts";

/** What is true of this moment rather than of the person. */
export interface Surroundings {
  country?: string;
  language?: string;
  device?: Device["type"];
  campaign?: Campaign;
  page?: Event["page"];
  /** The network that the request came from, and the company whose it is; looked up only for who asks (companies/lookup.ts). */
  company?: Company | undefined;
}

/** The `kind` of a network and, of a company's, its `name`, `domain` and traits. */
export type Company = Record<string, TraitValue>;

/** The two dimensions of a score, never summed. */
export interface Score {
  fit: { points: number; grade: Grade };
  behaviour: { points: number; rank: number };
}

/** Everything a condition can ask about. `state` is null for a visitor of whom nothing may be known. */
export interface Facts {
  state: State | null;
  surroundings: Surroundings;
  now: number;
  /** Worked out only when a condition asks. */
  score(): Score;
}

/** The surroundings in which an event happened. */
export function surroundings(event: Event): Surroundings {
  return {
    country: event.place?.country,
    language: event.language,
    device: event.device?.type,
    campaign: event.campaign,
    page: event.page,
  };
}
