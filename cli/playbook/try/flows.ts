import { evaluate, type Facts, factsOf, matchesEvent } from "../../../worker/conditions/index.ts";
import { why } from "../../../worker/conditions/why.ts";
import type { Event } from "../../../worker/events/event.ts";
import type { Compiled } from "../../../worker/playbook/index.ts";
import { durationInWords } from "../../../worker/playbook/words-values.ts";
import type { Replayed } from "../../../worker/profiles/replay.ts";
import { scoreAt } from "../../../worker/scoring/index.ts";
import type { State } from "../../../worker/state/state.ts";
import type { Report } from "./report.ts";
import { change, iso, type Titles, toldOf, what } from "./words.ts";

type Trigger = Compiled["flows"][string]["start"][number];

const MOST_STARTS = 5;

/** The flows that their history would let them begin, and when; flows do not run in a try. */
export function flowsOf({ state, steps }: Replayed, playbook: Compiled, now: number, titles: Titles): Report["flows"] {
  const factsAt = (of: State, at: number): Facts =>
    factsOf(of, at, playbook.site.timeZone, () => scoreAt(of, playbook.scoring, at));
  return Object.entries(playbook.flows).map(([name, { title, start, when }]) => {
    const starts = steps.flatMap(({ at, event, changes, after }) => {
      if (when && !evaluate(when, factsAt(after, at))) return [];
      const told = [...(event ? [event] : []), ...changes];
      const by = told.find((one) => start.some((trigger) => begins(trigger, one)));
      return by ? [{ at: iso(at), by: by === event ? what(by) : change(by, titles) }] : [];
    });
    for (const trigger of start) {
      const silent = "inactive" in trigger && state.lastSeen + trigger.inactive;
      if (!silent || silent > now || (when && !evaluate(when, factsAt(state, silent)))) continue;
      starts.push({ at: iso(silent), by: `nothing seen for ${durationInWords(trigger.inactive)}` });
    }
    return {
      name,
      title: titles.text(title),
      starts: starts.slice(-MOST_STARTS),
      when: when ? toldOf(why(when, factsAt(state, now)), factsAt(state, now)) : null,
      note: noteOf(start),
    };
  });
}

/** Whether something that happened is a flow's trigger. */
function begins(trigger: Trigger, event: Event): boolean {
  if ("form" in trigger) return event.submission?.form === trigger.form;
  if ("segment" in trigger) return event.type === "segment_entered" && event.name === trigger.segment;
  if ("stage" in trigger) return event.type === "stage_entered" && event.name === trigger.stage;
  if ("lead" in trigger) return event.type === LEADS[trigger.lead];
  return "did" in trigger && matchesEvent(event, trigger);
}

const LEADS: Record<Extract<Trigger, { lead: unknown }>["lead"], Event["type"]> = {
  mql: "lead_qualified",
  sql: "lead_accepted",
  rejected: "lead_rejected",
  won: "lead_won",
  lost: "lead_lost",
};

/** What a history cannot tell of. */
function noteOf(start: Trigger[]): string | null {
  const notes = start.flatMap((trigger) => {
    if ("date" in trigger) return [`also each year on the day that ${trigger.date} tells`];
    return "byHand" in trigger ? ["also by hand"] : [];
  });
  return notes.length > 0 ? notes.join("; ") : null;
}
