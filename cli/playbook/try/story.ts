import { factsOf } from "../../../worker/conditions/index.ts";
import { why } from "../../../worker/conditions/why.ts";
import type { Compiled, Stage } from "../../../worker/playbook/index.ts";
import { durationInWords } from "../../../worker/playbook/words-values.ts";
import { passTime, type Replayed, type Step } from "../../../worker/profiles/replay.ts";
import { scoreAt } from "../../../worker/scoring/index.ts";
import type { State } from "../../../worker/state/state.ts";
import type { Report } from "./report.ts";
import { change, iso, type Titles, toldOf, what } from "./words.ts";

/** So far ahead, and so many changes, are told of what time alone will do. */
const HORIZON = 400 * 86_400_000;
const MOST_NEXT = 6;

/** What brought somebody into the stage they are in. */
export function becauseOf(
  { state, steps }: Replayed,
  playbook: Compiled,
  titles: Titles,
): Pick<Report["stage"], "because" | "why"> {
  const step = steps.findLast(({ before, after }) => before.stage !== after.stage && after.stage === state.stage);
  if (!step) return { because: "everybody begins here", why: null };
  const { before, after, at } = step;
  const cause = step.event === null ? "time" : what(step.event);
  const stage = playbook.stages.find(({ id }) => id === after.stage);
  const left = playbook.stages.find(({ id }) => id === before.stage);
  const isBack = playbook.stages.indexOf(stage!) < playbook.stages.indexOf(left!);
  const condition = isBack ? backWhen(left, step) : stage?.enter;
  if (!condition)
    return { because: `${durationInWords(left?.lasts ?? 0)} in ${titles.stage(before.stage)} had passed`, why: null };
  // Its condition was asked while they were still in the stage before.
  const asked: State = { ...after, stage: before.stage, stageSince: before.stageSince };
  const facts = factsOf(asked, at, playbook.site.timeZone, () => scoreAt(asked, playbook.scoring, at));
  return { because: cause, why: toldOf(why(condition, facts), facts) };
}

/** What sent them back: the condition that does so at once, unless it was the end of the stage's time. */
function backWhen(left: Stage | undefined, { before, at }: Step): Stage["enter"] {
  return left?.lasts !== undefined && at - before.stageSince >= left.lasts ? undefined : left?.fallBackWhen;
}

/** What happened, what it gave and what followed, oldest first. */
export function timelineOf({ steps }: Replayed, titles: Titles): Report["timeline"] {
  return steps.map(({ at, event, points, changes }) => ({
    at: iso(event?.at ?? at),
    what: event ? what(event) : "time passed",
    points: points.map((line) => ({ ...line, title: titles.rule(line.rule) })),
    changes: changes.map((derived) => change(derived, titles)),
  }));
}

/** What time alone will change, if nothing else happens. */
export function nextOf(state: State, playbook: Compiled, now: number, titles: Titles): Report["next"] {
  const steps: Step[] = [];
  passTime(state, playbook, now, now + HORIZON, steps);
  return steps.slice(0, MOST_NEXT).map(({ at, changes }) => ({
    at: iso(at),
    changes: changes.map((derived) => change(derived, titles)),
  }));
}
