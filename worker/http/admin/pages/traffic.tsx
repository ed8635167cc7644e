import type { Total } from "../../../reports/totals.ts";
import { Layout } from "../layout.tsx";
import { Bars } from "../parts/bars.tsx";
import { Chart } from "../parts/chart.tsx";
import { type Period, Periods } from "../parts/period.tsx";
import { Section } from "../parts/table.tsx";
import { TrafficTabs } from "../parts/traffic-tabs.tsx";
import { countryName, dayName, format, type View } from "../view.ts";
import { Numbers } from "../parts/numbers.tsx";

/** What stands for small numbers, added up. */
const FEW = "*";
/** So many of a kind are named; the others are added up. */
const MOST = 15;

interface TrafficProps {
  view: View;
  period: Period;
  days: Total[];
  paths: Total[];
  referrers: Total[];
  countries: Total[];
  devices: Total[];
}

/** Page views of people who have not consented: sums, with a picture of each. */
export function Traffic({ view, period, days, paths, referrers, countries, devices }: TrafficProps) {
  const { words, base } = view;
  const path = `${base}/traffic`;
  const here = period.length === 30 ? path : `${path}?days=${period.length}`;
  return (
    <Layout frame={view} title={words.trafficTitle} current="traffic" here={here}>
      <TrafficTabs view={view} current="views" />
      <p class="faint lead">{words.trafficNote}</p>
      <Periods view={view} path={path} chosen={period} />
      {days.length === 0 ? (
        <p class="card empty">{words.noTraffic}</p>
      ) : (
        <>
          <Views view={view} period={period} days={days} />
          <div class="columns">
            <Part view={view} title={words.pagesCaption} label={words.page} totals={paths} name={(one) => one} />
            <Part
              view={view}
              title={words.referrersCaption}
              label={words.cameFrom}
              totals={referrers}
              name={(one) => words.referrers[one] ?? one}
            />
            <Part
              view={view}
              title={words.countriesCaption}
              label={words.country}
              totals={countries}
              name={(one) => countryName(view, one)}
            />
            <Part
              view={view}
              title={words.devicesCaption}
              label={words.device}
              totals={devices}
              name={(one) => words.devices[one] ?? one}
            />
          </div>
          <p class="faint">{words.trafficHidden}</p>
        </>
      )}
    </Layout>
  );
}

function Views({ view, period, days }: { view: View; period: Period; days: Total[] }) {
  const { words } = view;
  const views = new Map(days.map((one) => [one.name, one.views]));
  const all = days.reduce((sum, one) => sum + one.views, 0);
  const few = views.get(FEW);
  const most = Math.max(0, ...days.filter(({ name }) => name !== FEW).map((one) => one.views));
  const numbers: [string, string][] = [
    [words.viewsInPeriod, format(view, all)],
    [words.viewsADay, format(view, Math.round(all / period.length))],
    [words.viewsMost, most === 0 ? "–" : format(view, most)],
  ];
  return (
    <>
      <Numbers columns="three" numbers={numbers} />
      <Section title={words.byDay}>
        <Chart
          view={view}
          caption={`${dayName(view, period.from)} – ${dayName(view, period.to)}`}
          labels={{ column: words.date, value: words.views }}
          columns={period.days.map((day) => {
            const value = views.get(day) ?? null;
            return { title: dayName(view, day), value, figure: value === null ? "–" : format(view, value) };
          })}
          scale={(value) => format(view, value)}
          rest={few === undefined ? undefined : [words.fewDays, format(view, few)]}
        />
      </Section>
    </>
  );
}

interface PartProps {
  view: View;
  title: string;
  label: string;
  totals: Total[];
  name: (name: string) => string;
}

function Part({ view, title, label, totals, name }: PartProps) {
  const { words } = view;
  const told = totals.filter((one) => one.name !== FEW);
  const others = told.slice(MOST).reduce((sum, one) => sum + one.views, 0);
  const few = totals.find((one) => one.name === FEW)?.views ?? 0;
  const bars = [
    ...told.slice(0, MOST).map((one) => ({ title: <span class="long">{name(one.name)}</span>, count: one.views })),
    ...(others > 0 ? [{ title: <span class="faint">{words.more}</span>, count: others, isRest: true }] : []),
    ...(few > 0 ? [{ title: <span class="faint">{words.fewTogether}</span>, count: few, isRest: true }] : []),
  ];
  return (
    <Section title={title}>
      <Bars view={view} caption={words.viewsInPeriod} label={label} unit={words.views} bars={bars} />
    </Section>
  );
}
