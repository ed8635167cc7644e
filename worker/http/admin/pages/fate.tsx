import type { Stats } from "../../../reports/sums.ts";
import { Layout } from "../layout.tsx";
import { Bars } from "../parts/bars.tsx";
import { Section } from "../parts/table.tsx";
import { TrafficTabs } from "../parts/traffic-tabs.tsx";
import type { View } from "../view.ts";

/** What became of all that came: stored, counted, or refused and why. */
export function Fate({ view, stats: { events } }: { view: View; stats: Stats }) {
  const { words, base } = view;
  const refused = Object.entries(events.refused).sort(([, a], [, b]) => b - a);
  const ways: [title: string, count: number, path?: string][] = [
    [words.eventsReceived, events.received],
    [words.eventsStored, events.stored],
    [words.anonymous, events.anonymous, "traffic"],
    [words.duplicates, events.duplicate],
    [words.refused, refused.reduce((sum, [, count]) => sum + count, 0)],
    [words.deadLetters, events.deadLetters, "dead-letters"],
  ];
  return (
    <Layout frame={view} title={words.fate} current="traffic" here={`${base}/traffic/events`}>
      <TrafficTabs view={view} current="events" />
      <p class="faint lead">{words.fateNote}</p>
      <Section title={words.fateCaption}>
        <Bars
          view={view}
          caption={words.sinceBeginning}
          label={words.what}
          unit={words.fateShort}
          bars={ways.map(([title, count, path]) => ({
            title,
            count,
            ...(path === undefined ? {} : { href: `${base}/${path}` }),
          }))}
        />
      </Section>
      <Section title={words.refusedCaption}>
        <Bars
          view={view}
          caption={words.sinceBeginning}
          label={words.reason}
          unit={words.fateShort}
          empty={words.nothingRefused}
          bars={refused.map(([code, count]) => ({ title: <Reason view={view} code={code} />, count }))}
        />
      </Section>
    </Layout>
  );
}

function Reason({ view: { words }, code }: { view: View; code: string }) {
  const known = Object.hasOwn(words.reasons, code) ? words.reasons[code] : undefined;
  if (!known)
    return (
      <>
        {words.unknownReason} <span class="faint under long">{code}</span>
      </>
    );
  const [title, meaning] = known;
  return (
    <>
      {title} <span class="faint under">{meaning}</span>
    </>
  );
}
