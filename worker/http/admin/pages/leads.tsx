import type { LeadStats } from "../../../reports/lead-stats.ts";
import { type KnownLead, NOBODY } from "../../../reports/leads.ts";
import type { Part } from "../../../reports/page.ts";
import { Layout } from "../layout.tsx";
import { ownerName } from "../parts/deal.ts";
import { Pager } from "../parts/pager.tsx";
import { type Option, Select } from "../parts/select.tsx";
import { nameOf, type View } from "../view.ts";
import { LeadCard } from "./leads-card.tsx";
import { Summary } from "./leads-summary.tsx";

/** What a list of leads can be narrowed to. */
export const SHOWN = ["mql", "overdue", "sql", "rejected", "won", "lost"] as const;

export interface Wanted {
  owner?: string | undefined;
  status?: (typeof SHOWN)[number] | undefined;
}

/** What an answer led to, told on the page that is shown after it. */
export interface Outcome {
  /** Of what was said, or why it was not taken. */
  done?: string | undefined;
  failed?: string | undefined;
  lead: KnownLead | null;
}

interface LeadsProps {
  view: View;
  wanted: Wanted;
  /** Whether open leads are nobody's, or of somebody whom the playbook does not have any more. */
  isAnyLost: boolean;
  part: Part<KnownLead>;
  stats: LeadStats;
  days: number;
  outcome: Outcome;
  cursor: string | undefined;
}

/** A salesperson's list: what waits for them first, each with all that can be said of it. */
export function Leads(props: LeadsProps) {
  const { view, wanted, isAnyLost, part, stats, days, outcome, cursor } = props;
  const { items, next } = part;
  const { words, base, playbook } = view;
  const path = `${base}/leads`;
  const query = Object.entries({ ...wanted, cursor }).filter((one): one is [string, string] => one[1] !== undefined);
  const back = new URLSearchParams(query).toString();
  const isFiltered = wanted.owner !== undefined || wanted.status !== undefined;
  return (
    <Layout frame={view} title={words.leads} current="leads" here={back === "" ? path : `${path}?${back}`}>
      <Told view={view} outcome={outcome} />
      <p class="faint lead">{words.sales.leadsNote}</p>
      {isAnyLost && wanted.owner !== NOBODY && (
        <p class="card">
          {words.sales.lostLeads} <a href={`${path}?owner=${NOBODY}`}>{words.sales.showLost}</a>
        </p>
      )}
      <Filter view={view} wanted={wanted} isFiltered={isFiltered} />
      {items.length === 0 && (
        <div class="card">
          <p class="empty">{isFiltered ? words.sales.noLeadFits : words.sales.noLeads}</p>
          {!isFiltered && <p class="faint">{playbook.sales ? words.sales.noLeadsWhy : words.sales.noSales}</p>}
        </div>
      )}
      {items.map((lead) => (
        <LeadCard view={view} lead={lead} back={back} />
      ))}
      <Pager frame={view} path={path} query={{ ...wanted }} cursor={cursor} next={next} />
      {stats.mql > 0 && <Summary view={view} stats={stats} days={days} />}
    </Layout>
  );
}

/** What became of an answer. The address leads here, so that whoever does not see it hears it first. */
export function Told({ view, outcome: { done, failed, lead } }: { view: View; outcome: Outcome }) {
  const { said, notSaid } = view.words.sales;
  if (failed !== undefined)
    return (
      <p class="wrong" id="told" tabindex={-1} role="alert">
        {notSaid[failed] ?? view.words.failed}
      </p>
    );
  if (done === undefined || !lead || !isSaid(said, done)) return null;
  return (
    <p class="told" id="told" tabindex={-1} role="status">
      {said[done](nameOf(view, lead.person), ownerName(view, lead.owner))}
    </p>
  );
}

const isSaid = <T extends object>(said: T, done: string): done is Extract<keyof T, string> => Object.hasOwn(said, done);

function Filter({ view, wanted, isFiltered }: { view: View; wanted: Wanted; isFiltered: boolean }) {
  const { words, base, playbook } = view;
  const owners = playbook.sales?.owners ?? [];
  const { owner } = wanted;
  const isGone = owner !== undefined && owner !== NOBODY && !owners.some(({ id }) => id === owner);
  const gone: Option[] = isGone ? [[owner, owner]] : [];
  return (
    <form
      class="card filter three"
      method="get"
      action={`${base}/leads`}
      role="search"
      aria-label={words.sales.findLeads}
    >
      <label>
        {words.sales.leadOwner}
        <Select
          name="owner"
          any={words.sales.everybody}
          chosen={wanted.owner}
          options={[...owners.map(({ id, name }): Option => [id, name]), ...gone, [NOBODY, words.sales.ofNobody]]}
        />
      </label>
      <label>
        {words.status}
        <Select
          name="status"
          any={words.any}
          chosen={wanted.status}
          options={SHOWN.map((status) => [status, words.sales.leadStatuses[status]!])}
        />
      </label>
      <span class="actions">
        <button type="submit">{words.show}</button>
        {isFiltered && (
          <a class="button quiet" href={`${base}/leads`}>
            {words.clear}
          </a>
        )}
      </span>
    </form>
  );
}
