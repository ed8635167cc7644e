import { evaluate, type Facts } from "../conditions/index.ts";
import type { Stage } from "../playbook/index.ts";
import type { State } from "../state/state.ts";

/**
 * The stage somebody is in now and since when: the furthest one whose `enter` holds, never one behind;
 * what sends people back does so at once, and a window that has lasted long enough lets go of those who do not still qualify for it.
 */
export function decideStage(stages: Stage[], state: State, facts: Facts): Pick<State, "stage" | "stageSince"> {
  const { now } = facts;
  const at = Math.max(
    0,
    stages.findIndex((stage) => stage.id === state.stage),
  );
  const reached = furthest(stages, at, stages.length, state, facts);
  if (reached > at) return { stage: stages[reached]!.id, stageSince: now };
  const current = stages[at]!;
  if (current.fallBackTo && current.fallBackWhen && evaluate(current.fallBackWhen, facts))
    return { stage: current.fallBackTo, stageSince: now };
  if (current.lasts && current.fallBackTo && now - state.stageSince >= current.lasts) {
    if (current.enter && evaluate(current.enter, facts)) return { stage: current.id, stageSince: now };
    // On the way back there may be a stage that they do qualify for.
    const back = stages.findIndex(({ id }) => id === current.fallBackTo);
    return { stage: stages[furthest(stages, back, at, state, facts)]!.id, stageSince: now };
  }
  return { stage: current.id, stageSince: state.stageSince };
}

/** How far somebody who is at a stage gets, before another: a stage may ask for one that was just entered. */
function furthest(stages: Stage[], from: number, before: number, state: State, facts: Facts): number {
  let at = from;
  for (;;) {
    const { id: stage } = stages[at]!;
    const there = stage === state.stage ? facts : { ...facts, state: { ...state, stage, stageSince: facts.now } };
    const next = stages.findLastIndex(({ enter }, i) => i > at && i < before && enter && evaluate(enter, there));
    if (next === -1) return at;
    at = next;
  }
}
