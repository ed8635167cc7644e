import type { LeadStats } from "../../../reports/lead-stats.ts";
import { causeTitle, money, ownerName, span } from "../parts/deal.ts";
import { Bars } from "../parts/bars.tsx";
import { Numbers } from "../parts/numbers.tsx";
import { Section, Table } from "../parts/table.tsx";
import { format, percent, type View } from "../view.ts";

/** What became of the leads of the last days. */
export function Summary({ view, stats, days }: { view: View; stats: LeadStats; days: number }) {
  const { sales: words } = view.words;
  const time = (ms: number | null): string => (ms === null ? "–" : span(view, ms));
  const won = stats.amounts.filter(({ won: amount }) => amount > 0);
  const steps = (["mql", "sql", "won", "lost", "rejected"] as const).map((step) => ({
    title: words.funnelSteps[step],
    count: stats[step],
  }));
  return (
    <>
      <h2>{words.salesSummary(days)}</h2>
      <p class="faint lead">{words.salesSummaryNote}</p>
      <Numbers
        columns="four"
        numbers={[
          [words.mqlSql, percent(view, stats.ratio)],
          [words.firstAnswer, time(stats.medians.accepted)],
          [words.medianWon, time(stats.medians.won)],
          [
            words.wonLeads,
            won.map(({ currency, won: sum }) => money(view, Math.round(sum), currency)).join(" + ") || "–",
          ],
        ]}
      />
      <div class="columns">
        <Section title={words.funnelCaption}>
          <Bars
            view={view}
            caption={words.salesSummary(days)}
            label={words.step}
            unit={view.words.leads}
            whole={Math.max(1, stats.mql)}
            bars={steps}
          />
        </Section>
        <Section title={words.ownersCaption}>
          <Owners view={view} stats={stats} days={days} />
        </Section>
      </div>
      <div class="columns">
        <Section title={words.rejectionsCaption}>
          <Causes view={view} causes={stats.rejections} days={days} empty={words.noneRejected} />
        </Section>
        <Section title={words.lossesCaption}>
          <Causes view={view} causes={stats.losses} days={days} empty={words.noneLost} />
        </Section>
      </div>
    </>
  );
}

function Owners({ view, stats, days }: { view: View; stats: LeadStats; days: number }) {
  const { sales: words } = view.words;
  return (
    <Table
      caption={words.salesSummary(days)}
      columns={[
        { title: words.leadOwner },
        { title: words.handedOver, isNumber: true },
        { title: words.waiting, isNumber: true },
        { title: words.overdueCount, isNumber: true },
        { title: words.accepted, isNumber: true },
        { title: words.wonLeads, isNumber: true },
      ]}
      empty={words.noLeads}
      rows={stats.owners.map((one) => [
        ownerName(view, one.owner),
        format(view, one.mql),
        format(view, one.open),
        format(view, one.overdue),
        `${format(view, one.sql)} (${percent(view, one.ratio)})`,
        format(view, one.won),
      ])}
    />
  );
}

interface CausesProps {
  view: View;
  causes: LeadStats["losses"];
  days: number;
  empty: string;
}

function Causes({ view, causes, days, empty }: CausesProps) {
  const { sales: words } = view.words;
  return (
    <Bars
      view={view}
      caption={words.salesSummary(days)}
      label={words.cause}
      unit={view.words.leads}
      empty={empty}
      bars={causes.map(({ cause, leads }) => ({ title: causeTitle(view, cause), count: leads }))}
    />
  );
}
