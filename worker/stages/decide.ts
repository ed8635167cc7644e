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
  const furthest = stages.findLastIndex((stage, i) => i > at && stage.enter && evaluate(stage.enter, facts));
  if (furthest > at) return { stage: stages[furthest]!.id, stageSince: now };
  const current = stages[at]!;
  if (current.fallBackTo && current.fallBackWhen && evaluate(current.fallBackWhen, facts))
    return { stage: current.fallBackTo, stageSince: now };
  if (current.lasts && current.fallBackTo && now - state.stageSince >= current.lasts) {
    const stillQualifies = current.enter !== undefined && evaluate(current.enter, facts);
    return { stage: stillQualifies ? current.id : current.fallBackTo, stageSince: now };
  }
  return { stage: current.id, stageSince: state.stageSince };
}
