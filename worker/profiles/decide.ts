import { evaluate, type Facts, factsOf, type Score } from "../conditions/index.ts";
import type { Compiled } from "../playbook/index.ts";
import { cellOf, scoreAt } from "../scoring/index.ts";
import { decideSegments } from "../segments/decide.ts";
import { decideStage } from "../stages/decide.ts";
import { hasObjected, type Lead, type State } from "../state/state.ts";

/**
 * What follows from a state at a time: role, the score's cell, segments, stage and hand-over to sales. Segments and stage look at
 * each other, so segments are decided before the stage and, where it moved, after it.
 */
export function decide(state: State, playbook: Compiled, now: number): State {
  // Neither dimension of the score looks at segments or the stage, so it is the same before and after.
  let score: Score | undefined;
  const facts = (current: State): Facts =>
    factsOf(current, now, playbook.site.timeZone, () => (score ??= scoreAt(state, playbook.scoring, now)));
  const role = roleOf(facts(state), playbook);
  let next: State = { ...state, role, cell: cellOf(facts(state).score()) };
  next = { ...next, segments: decideSegments(playbook.segments, next, facts(next)) };
  next = { ...next, ...decideStage(playbook.stages, next, facts(next)) };
  if (next.stage !== state.stage) next = { ...next, segments: decideSegments(playbook.segments, next, facts(next)) };
  return { ...next, lead: leadOf(facts(next), playbook) };
}

function roleOf(facts: Facts, { companies }: Compiled): string | null {
  return Object.keys(companies.roles).find((role) => evaluate(companies.roles[role]!.when, facts)) ?? null;
}

/** Nobody is handed over who is in sales' hands, bought, was refused a short while ago, or objects to being followed. */
function leadOf(facts: Facts, { sales }: Compiled): Lead | null {
  const { lead } = facts.state!;
  if (!sales || lead?.status === "mql" || lead?.status === "sql" || lead?.status === "won") return lead;
  if (lead !== null && facts.now - lead.since < sales.again) return lead;
  if (hasObjected(facts.state!)) return lead;
  return evaluate(sales.when, facts) ? { status: "mql", since: facts.now } : lead;
}
