import type { Event } from "../events/event.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Person } from "../profiles/person.ts";
import { answered, answerOf } from "../sales/answer.ts";
import { leadFrom } from "../sales/hand-over.ts";
import type { Standing } from "../sales/lead.ts";
import type { Known } from "./read.ts";
import type { Work } from "./work.ts";

/** Hands somebody over who qualified. */
export function handOver(work: Work, event: Event, person: Person, playbook: Compiled): void {
  const { sales } = playbook;
  if (!sales) return;
  work.leads.sales = sales;
  work.leads.fresh.push(leadFrom(event, person, playbook, sales));
}

/** Whether an event says of a lead what cannot be said of it any more: somebody else was faster. */
export function isTooLate(event: Event, work: Work, known: Known): boolean {
  return answerOf(event) !== null && after(event, work, known) === null;
}

/** Keeps what sales says of a lead. */
export function answerLead(event: Event, work: Work, known: Known): void {
  const lead = after(event, work, known);
  if (lead) work.leads.answered.set(lead.id, lead);
}

function after(event: Event, work: Work, known: Known): Standing | null {
  const told = answerOf(event);
  const lead = told && (work.leads.answered.get(told.lead) ?? known.leads.get(told.lead));
  return lead ? answered(lead, told.answer, event.at) : null;
}
