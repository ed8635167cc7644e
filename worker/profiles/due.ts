import { countersChange, nextTime } from "../conditions/index.ts";
import type { Compiled } from "../playbook/index.ts";
import { scoreChanges } from "../scoring/index.ts";
import type { State } from "../state/state.ts";

/**
 * When, epoch ms, time alone may next change what was decided on a state as of `decided`: a window that ends, points that have faded, a
 * stage that has lasted long enough, a silence, an hour of the local day. Never too late; null for never. In the past where the
 * decision is older than that: whoever is due already is woken by the next tick.
 */
export function dueAt(state: State, playbook: Compiled, decided: number): number | null {
  const { counters, points, stays, silences, again, clock } = playbook.needs.timed;
  const moments = [
    countersChange(state.counters, counters, decided),
    scoreChanges(state, playbook.scoring, points, decided),
    nextTime(clock, decided, state.around.timeZone, playbook.site.timeZone),
    ...stays.flatMap(({ stage, ms }) => (stage === state.stage ? [state.stageSince + ms] : [])),
    ...silences.map((ms) => state.lastSeen + ms),
    ...(state.lead?.status === "rejected" || state.lead?.status === "lost"
      ? again.map((ms) => state.lead!.since + ms)
      : []),
  ];
  const soonest = Math.min(...moments.filter((moment) => moment > decided));
  return soonest === Number.POSITIVE_INFINITY ? null : soonest;
}
