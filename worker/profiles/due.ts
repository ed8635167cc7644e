import { countersChange } from "../conditions/index.ts";
import type { Compiled } from "../playbook/index.ts";
import { scoreChanges } from "../scoring/index.ts";
import type { State } from "../state/state.ts";

/**
 * When, epoch ms, time alone may next change what was decided on a state: a window that ends, points that have faded, a stage that
 * has lasted long enough, a silence. Never too late; null for never.
 */
export function dueAt(state: State, playbook: Compiled, now: number): number | null {
  const { counters, points, stays, silences, again } = playbook.needs.timed;
  const moments = [
    countersChange(state.counters, counters, now),
    scoreChanges(state, playbook.scoring, points, now),
    ...stays.flatMap(({ stage, ms }) => (stage === state.stage ? [state.stageSince + ms] : [])),
    ...silences.map((ms) => state.lastSeen + ms),
    ...(state.lead?.status === "rejected" || state.lead?.status === "lost"
      ? again.map((ms) => state.lead!.since + ms)
      : []),
  ];
  const soonest = Math.min(...moments.filter((moment) => moment > now));
  return soonest === Number.POSITIVE_INFINITY ? null : soonest;
}
