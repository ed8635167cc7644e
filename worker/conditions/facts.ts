import type { Event } from "../events/event.ts";
import type { Grade } from "../playbook/index.ts";
import type { Around, CompanyFacts, State } from "../state/state.ts";

/** What is true of this moment rather than of the person. */
export interface Surroundings extends Around {
  page?: Event["page"];
  /** In a request, whose network it came from, looked up only for who asks (companies/lookup.ts); else where the person works. */
  company?: CompanyFacts | undefined;
}

/** The two dimensions of a score, never summed. */
export interface Score {
  fit: { points: number; grade: Grade };
  behaviour: { points: number; rank: number };
  /** What the playbook's matrix says of grade and rank. */
  action: string | null;
}

/** Everything a condition can ask about. `state` is null for a visitor of whom nothing may be known. */
export interface Facts {
  state: State | null;
  surroundings: Surroundings;
  now: number;
  /** The site's own time zone, where the visitor's is not known. */
  timeZone: string;
  /** Worked out only when a condition asks. */
  score(): Score;
}

/** When a question is asked, and since when the person has been in their stage; epoch ms. */
export interface Moment {
  now: number;
  stageSince: number;
}

/** What is known of somebody at any time, whatever they do: their surroundings are as they were told last. */
export function factsOf(state: State, now: number, timeZone: string, score: () => Score): Facts {
  return { state, surroundings: { ...state.around, company: state.company ?? undefined }, now, timeZone, score };
}

/** The surroundings in which an event happened. */
export function around({ place, language, device, campaign }: Event): Around {
  return {
    ...(place?.country === undefined ? {} : { country: place.country }),
    ...(place?.region === undefined ? {} : { region: place.region }),
    ...(place?.city === undefined ? {} : { city: place.city }),
    ...(place?.timeZone === undefined ? {} : { timeZone: place.timeZone }),
    ...(language === undefined ? {} : { language }),
    ...(device === undefined ? {} : { device: device.type }),
    ...(campaign === undefined ? {} : { campaign }),
  };
}
