import type { ChoiceDay } from "../../../reports/choice-days.ts";
import { type ChoiceSum, consentRates } from "../../../reports/choices.ts";
import { Layout } from "../layout.tsx";
import { Bar } from "../parts/bars.tsx";
import { Chart } from "../parts/chart.tsx";
import { type Period, Periods } from "../parts/period.tsx";
import { Section, Table } from "../parts/table.tsx";
import { TrafficTabs } from "../parts/traffic-tabs.tsx";
import { dayName, format, percent, type View } from "../view.ts";
import { Numbers } from "../parts/numbers.tsx";

const PURPOSES = ["analytics", "personalization", "marketing"] as const;

interface ChoicesProps {
  view: View;
  period: Period;
  sums: ChoiceSum[];
  days: ChoiceDay[];
}

/** What visitors answered when asked for consent: how many said yes, to what, and how. */
export function Choices({ view, period, sums, days }: ChoicesProps) {
  const { words, base } = view;
  const path = `${base}/traffic/choices`;
  const here = period.length === 30 ? path : `${path}?days=${period.length}`;
  return (
    <Layout frame={view} title={words.choices} current="traffic" here={here}>
      <TrafficTabs view={view} current="choices" />
      <p class="faint lead">{words.choicesNote}</p>
      <Periods view={view} path={path} chosen={period} />
      {sums.length === 0 ? (
        <p class="card empty">{words.noChoices}</p>
      ) : (
        <>
          <Rates view={view} sums={sums} />
          <Section title={words.rateByDay}>
            <RateChart view={view} period={period} days={days} />
          </Section>
          <div class="columns">
            <Section title={words.byHow}>
              <Ways view={view} sums={sums} />
            </Section>
            <Section title={words.byVersion}>
              <Versions view={view} sums={sums} />
            </Section>
          </div>
          <p class="faint">{words.regionNote}</p>
        </>
      )}
    </Layout>
  );
}

function Rates({ view, sums }: { view: View; sums: ChoiceSum[] }) {
  const { words } = view;
  const rates = consentRates(sums);
  const numbers: [string, string][] = [
    [words.choicesMade, format(view, people(chosen(sums)))],
    ...PURPOSES.map((purpose): [string, string] => [
      words.saidYes(words.purposes[purpose]),
      percent(view, rates[purpose]),
    ]),
  ];
  return <Numbers columns="four" numbers={numbers} />;
}

function RateChart({ view, period, days }: { view: View; period: Period; days: ChoiceDay[] }) {
  const { words } = view;
  const known = new Map(days.map((day) => [day.day, day]));
  return (
    <Chart
      view={view}
      caption={`${dayName(view, period.from)} – ${dayName(view, period.to)}`}
      labels={{ column: words.date, value: words.rate }}
      most={1}
      columns={period.days.map((day) => {
        const one = known.get(day);
        const value = one ? one.analytics / one.people : null;
        const of = one ? ` (${format(view, one.analytics)} ${words.of} ${format(view, one.people)})` : "";
        return { title: dayName(view, day), value, figure: `${percent(view, value)}${of}` };
      })}
      scale={(value) => percent(view, value)}
    />
  );
}

/** By banner, settings, region and so on: how many allowed all, some or nothing. */
function Ways({ view, sums }: { view: View; sums: ChoiceSum[] }) {
  const { words } = view;
  const allowed = (sum: ChoiceSum): number => PURPOSES.filter((purpose) => sum[purpose]).length;
  return (
    <Table
      caption={words.choicesMade}
      columns={[
        { title: words.how },
        { title: words.count, isNumber: true },
        { title: words.all, isNumber: true },
        { title: words.some, isNumber: true },
        { title: words.noneChosen, isNumber: true },
      ]}
      empty={words.noChoices}
      rows={grouped(sums, (sum) => sum.how).map(([how, some]) => [
        words.hows[how] ?? how,
        format(view, people(some)),
        format(view, people(some.filter((sum) => allowed(sum) === PURPOSES.length))),
        format(view, people(some.filter((sum) => allowed(sum) > 0 && allowed(sum) < PURPOSES.length))),
        format(view, people(some.filter((sum) => allowed(sum) === 0))),
      ])}
    />
  );
}

/** By the words that were read: whether new ones are understood better. */
function Versions({ view, sums }: { view: View; sums: ChoiceSum[] }) {
  const { words } = view;
  return (
    <Table
      caption={words.saidYes(words.purposes.analytics)}
      columns={[
        { title: words.version },
        { title: words.count, isNumber: true },
        { title: words.rate, isNumber: true },
        { title: words.share },
      ]}
      empty={words.noChoices}
      isCompact
      rows={grouped(chosen(sums), (sum) => sum.version).map(([version, some]) => {
        const rate = consentRates(some).analytics;
        return [
          <span class="long">{version === "" || version === "*" ? words.otherWords : version}</span>,
          format(view, people(some)),
          percent(view, rate),
          <Bar part={rate ?? 0} />,
        ];
      })}
    />
  );
}

/** What people chose for themselves. */
const chosen = (sums: ChoiceSum[]): ChoiceSum[] => sums.filter(({ how }) => how !== "region");

const people = (sums: ChoiceSum[]): number => sums.reduce((sum, one) => sum + one.people, 0);

/** Sums by a key, the most frequent first. */
function grouped(sums: ChoiceSum[], key: (sum: ChoiceSum) => string): [string, ChoiceSum[]][] {
  return [...Map.groupBy(sums, key)].sort(([, a], [, b]) => people(b) - people(a));
}
