import type { Latest } from "../../../reports/timeline.ts";
import type { Stats } from "../../../reports/sums.ts";
import { Layout } from "../layout.tsx";
import { Bars } from "../parts/bars.tsx";
import { Effects } from "../parts/effects.tsx";
import { type Column, Section, Table, TableRow } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { Particulars } from "../parts/timeline.tsx";
import { what } from "../parts/what.ts";
import { format, nameOf, percent, segmentTitle, stageTitle, type View } from "../view.ts";

interface OverviewProps {
  view: View;
  stats: Stats;
  stages: Map<string, number>;
  segments: Map<string, number>;
  companies: number;
  /** The part of those who chose lately that allowed statistics; null where nobody chose. */
  consentRate: number | null;
  latest: { events: Latest[]; place: number };
}

export function Overview(props: OverviewProps) {
  const { view, stages, segments, latest } = props;
  const { words, base, playbook } = view;
  const people = (query: string, name: string): string => `${base}/people?${query}=${encodeURIComponent(name)}`;
  return (
    <Layout frame={view} title={words.overview} current="overview" script="live.js" here={base}>
      <Numbers {...props} />
      <div class="columns">
        <Section title={words.journey}>
          <Bars
            view={view}
            caption={words.journeyCaption}
            label={words.stage}
            bars={playbook.stages.map(({ id }) => ({
              title: stageTitle(view, id),
              href: people("stage", id),
              count: stages.get(id) ?? 0,
            }))}
          />
        </Section>
        <Section title={words.segments}>
          <Bars
            view={view}
            caption={words.segmentsCaption}
            whole={Math.max(1, props.stats.profiles)}
            label={words.segment}
            bars={Object.keys(playbook.segments).map((name) => ({
              title: segmentTitle(view, name),
              href: people("segment", name),
              count: segments.get(name) ?? 0,
            }))}
          />
        </Section>
      </div>
      <Section title={words.live}>
        <Live view={view} latest={latest} />
      </Section>
    </Layout>
  );
}

function Numbers({ view, stats: { events, consumer, messages, profiles }, companies, consentRate }: OverviewProps) {
  const { words } = view;
  const number = (value: number): string => format(view, value);
  const refused = Object.values(events.refused).reduce((sum, count) => sum + count, 0);
  const numbers: [label: string, value: string, path?: string][] = [
    [words.people, number(profiles), "people"],
    [words.companies, number(companies), "companies"],
    [words.eventsReceived, number(events.received), "traffic/events"],
    [words.eventsStored, number(events.stored)],
    [words.anonymous, number(events.anonymous), "traffic"],
    [words.consentRate, percent(view, consentRate), "traffic/choices"],
    [words.duplicates, number(events.duplicate)],
    [words.refused, number(refused), "traffic/events"],
    [words.deadLetters, number(events.deadLetters), "dead-letters"],
    [words.messagesSent, number(messages["sent"] ?? 0), "mailbox"],
    [words.messagesWaiting, number((messages["queued"] ?? 0) + (messages["sending"] ?? 0))],
    [words.roundTrips, number(consumer.batches === 0 ? 0 : consumer.roundTrips / consumer.batches)],
  ];
  return (
    <dl class="numbers">
      {numbers.map(([label, value, path]) => (
        <div>
          <dt>{path === undefined ? label : <a href={`${view.base}/${path}`}>{label}</a>}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Without its script this is simply a table, and Refresh brings what is new. */
function Live({ view, latest: { events, place } }: Pick<OverviewProps, "view" | "latest">) {
  const { words, base } = view;
  return (
    <div
      id="live"
      data-url={`${base}/events`}
      data-after={place}
      data-pause={words.livePause}
      data-resume={words.liveResume}
      data-on={words.liveOn}
      data-paused={words.livePaused}
      data-new={words.liveNew}
      data-lost={words.liveLost}
      data-out={words.liveOut}
    >
      <p class="bar-line">
        <button class="quiet" type="button" hidden>
          {words.livePause}
        </button>
        <span class="faint" role="status"></span>
      </p>
      {events.length === 0 && <p class="empty">{words.liveNone}</p>}
      <Table
        caption={words.liveCaption}
        columns={columns(view)}
        empty=""
        bodyId="live-rows"
        rows={events.map((event) => cells(view, event))}
      />
    </div>
  );
}

/** Rows for the live table, by themselves. */
export function LiveRows({ view, events }: { view: View; events: Latest[] }) {
  return (
    <>
      {events.map((event) => (
        <TableRow columns={columns(view)} cells={cells(view, event)} />
      ))}
    </>
  );
}

const columns = ({ words }: View): Column[] => [
  { title: words.time },
  { title: words.person },
  { title: words.what },
  { title: words.page },
  { title: words.effect },
];

const cells = (view: View, event: Latest) => [
  <Time view={view} at={event.at} seconds />,
  <a class="long" href={`${view.base}/people/${event.profile}`}>
    {nameOf(view, { id: event.profile, email: event.email })}
  </a>,
  <>
    {what(view, event)}
    <Particulars view={view} of={event} />
  </>,
  event.path === null ? "" : <span class="long">{event.path}</span>,
  <Effects view={view} of={event} />,
];
