import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled, Sales } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import { cellOf, explain, explainFit, scoreAt } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import type { NewLead, Reasons } from "./lead.ts";

/** The lead that a `lead_qualified` makes of somebody: the same each time. */
export function leadFrom(event: Event, person: Person, playbook: Compiled, sales: Sales): NewLead {
  const score = scoreAt(person.state, playbook.scoring, event.at);
  return {
    id: uuidOf(event.id, "lead"),
    profileId: person.id,
    cell: cellOf(score),
    reasons: reasonsOf(person.state, playbook, event.at),
    country: countryOf(person),
    createdAt: event.at,
    dueAt: event.at + sales.due,
  };
}

function reasonsOf(state: State, playbook: Compiled, now: number): Omit<Reasons, "pages"> {
  const { fit, behaviour, action } = scoreAt(state, playbook.scoring, now);
  return {
    fit: { ...fit, lines: explainFit(state, playbook.scoring, now) },
    behaviour: { ...behaviour, lines: explain(state, playbook.scoring, now) },
    action,
    stage: state.stage,
    segments: state.segments,
    topics: Object.keys(state.topics),
  };
}

/** What somebody said of their country comes before where they surf from. */
function countryOf({ traits, state }: Person): string | null {
  const told = String(traits["country"] ?? "").toUpperCase();
  return /^[A-Z]{2}$/.test(told) ? told : (state.around.country ?? null);
}
