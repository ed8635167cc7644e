import { ingest } from "../../ingest.ts";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/errors.ts";
import type { Compiled } from "../../playbook/index.ts";
import { type Answer, answered, answerEvent, isAnswered } from "../../sales/answer.ts";
import type { LeadStatus, Standing } from "../../sales/lead.ts";
import { assignLead, readLead } from "../../sales/store.ts";

/**
 * Takes what sales says of a lead: as an event, straight into the database. The same said again changes nothing.
 * @throws Refusal `not_found`, `invalid_request` for a cause that the playbook does not have, `conflict`, `unavailable`
 */
export async function takeAnswer(context: Context, playbook: Compiled, id: string, answer: Answer): Promise<void> {
  const lead = await existing(context, id);
  if (isAnswered(lead, answer)) return;
  if (!answered(lead, answer, context.now)) throw conflict(lead);
  checkCause(playbook, answer);
  const event = answerEvent(lead, answer, context.now);
  const work = await ingest(context, playbook, { kind: "events", id: event.id, events: [event] }, "direct");
  if (work === null)
    throw new Refusal("unavailable", "The database does not answer. Say it again in a moment; it is not done twice.");
  if (work.leads.answered.has(id)) return;
  const after = await existing(context, id);
  if (!isAnswered(after, answer)) throw conflict(after);
}

/**
 * Gives an open lead to another owner.
 * @throws Refusal `not_found`, `invalid_request` for an owner that the playbook does not have, `conflict`, `unavailable`
 */
export async function giveTo(context: Context, playbook: Compiled, id: string, owner: string): Promise<void> {
  const known = (playbook.sales?.owners ?? []).map((one) => one.id);
  if (!known.includes(owner)) throw invalid("owner", `"${owner}" is not among the owners in sales.yaml`, known);
  const lead = await existing(context, id);
  if (!isOpen(lead.status)) throw conflict(lead);
  if (await assignLead(context.db, lead, owner)) return;
  const after = await existing(context, id);
  if (!isOpen(after.status) || !(await assignLead(context.db, after, owner))) throw conflict(after);
}

const isOpen = (status: LeadStatus): boolean => status === "mql" || status === "sql";

async function existing({ db }: Context, id: string): Promise<Standing> {
  const lead = await readLead(db, id);
  if (!lead) throw new Refusal("not_found", "There is no such lead; /leads lists them.");
  return lead;
}

function checkCause({ sales }: Compiled, { action, cause }: Answer): void {
  const causes = { reject: sales?.rejections, lost: sales?.losses, accept: undefined, won: undefined }[action];
  const known = Object.keys(causes ?? {});
  if (cause === undefined && known.length > 0 && causes) throw invalid("cause", "say why", known);
  if (cause !== undefined && !known.includes(cause))
    throw invalid("cause", `"${cause}" is not among the causes in sales.yaml`, known);
}

const invalid = (name: string, what: string, known: string[]): Refusal =>
  new Refusal("invalid_request", `${name}: ${what}${known.length > 0 ? `: ${known.join(", ")}` : ""}`, [
    { path: ["json", name], message: what },
  ]);

const STANDS: Record<LeadStatus, string> = {
  mql: "waits for an answer: accept or reject it first",
  sql: "was accepted already",
  rejected: "was rejected already",
  won: "was won already",
  lost: "was lost already",
  merged: "went on as another lead of the same person; see its mergedInto",
};

const conflict = ({ status }: Standing): Refusal => new Refusal("conflict", `This lead ${STANDS[status]}.`, { status });
