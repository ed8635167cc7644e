import type { Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Compiled } from "../playbook/index.ts";
import { pointsGiven } from "../scoring/index.ts";
import { emptyState, type State } from "../state/state.ts";
import { settleDown } from "./changes.ts";
import { dueAt } from "./due.ts";
import { foldWith } from "./fold.ts";

/** One step of a replay: an event, or time alone (null), and what followed. */
export interface Step {
  at: number;
  event: Event | null;
  before: State;
  after: State;
  /** Segments, stage, score and lead, as `settleDown` tells them. */
  changes: Event[];
  points: { rule: string; points: number }[];
}

export interface Replayed {
  state: State;
  steps: Step[];
}

/** What follows from other events is worked out anew, not told again. */
const DERIVED = new Set<Event["type"]>([
  "segment_entered",
  "segment_left",
  "stage_entered",
  "score_changed",
  "lead_qualified",
]);

/** Nobody is due so often between two events. */
const MOST_WAKES = 1_000;

export const isDerived = ({ type }: Pick<Event, "type">): boolean => DERIVED.has(type);

/**
 * What a playbook makes of a history up to a time (epoch ms): each event folded as it was received, and between them whatever time
 * alone changes, at the moment it does. `known` is what no event tells, such as the company.
 */
export function replay(events: Event[], playbook: Compiled, until: number, known: Partial<State> = {}): Replayed {
  const told = events
    .filter((event) => !isDerived(event) && event.receivedAt <= until)
    .toSorted((a, b) => a.receivedAt - b.receivedAt || a.at - b.at);
  const steps: Step[] = [];
  const begin = told[0]?.at ?? until;
  let state: State = { ...emptyState(playbook.stages[0]!.id, begin, playbook.revision), ...known };
  let from = begin;
  for (const event of told) {
    state = passTime(state, playbook, from, event.receivedAt, steps);
    const { state: after, events: changes } = foldWith(state, event, playbook, event.receivedAt);
    const points = pointsGiven(state, after, playbook.scoring);
    steps.push({ at: event.receivedAt, event, before: state, after, changes, points });
    state = after;
    from = event.receivedAt;
  }
  return { state: passTime(state, playbook, from, until, steps), steps };
}

/** The state after time alone has passed; what changed by it is added to `steps`. */
export function passTime(before: State, playbook: Compiled, from: number, until: number, steps: Step[]): State {
  let state = before;
  let now = from;
  for (let wakes = 0; wakes < MOST_WAKES; wakes++) {
    const due = dueAt(state, playbook, now);
    if (due === null || due > until) return state;
    now = due;
    const cause = { id: uuidOf("replay", String(due)), profile: "", at: due, by: "time" } as const;
    const { state: after, events: changes } = settleDown(state, state, cause, playbook);
    if (changes.length > 0)
      steps.push({
        at: due,
        event: null,
        before: state,
        after,
        changes,
        points: pointsGiven(state, after, playbook.scoring),
      });
    state = after;
  }
  return state;
}
