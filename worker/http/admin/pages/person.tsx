import type { Choice } from "../../../reports/consents.ts";
import type { Sent } from "../../../reports/messages.ts";
import type { Part } from "../../../reports/page.ts";
import type { Known } from "../../../reports/people.ts";
import type { LedgerRow } from "../../../reports/permissions.ts";
import type { Happening } from "../../../reports/timeline.ts";
import type { Stay } from "../../../reports/visits.ts";
import { Layout } from "../layout.tsx";
import { Segments } from "../parts/effects.tsx";
import { Facts } from "../parts/facts.tsx";
import { Messages } from "../parts/messages.tsx";
import { Consents, Permissions } from "../parts/permissions.tsx";
import { ScoreExplained } from "../parts/score-explained.tsx";
import { Section } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { Visits } from "../parts/visits.tsx";
import { nameOf, stageTitle, type View } from "../view.ts";

interface PersonProps {
  view: View;
  known: Known;
  ledger: LedgerRow[];
  choices: Choice[];
  messages: Sent[];
  events: Part<Happening>;
  visits: Stay[];
  cursor: string | undefined;
}

/** One person on one page: who they are, what their score is made of, what is allowed, and all they did. */
export function Person({ view, known, ledger, choices, messages, events, visits, cursor }: PersonProps) {
  const { words, base } = view;
  const path = `${base}/people/${known.id}`;
  return (
    <Layout frame={view} title={nameOf(view, known)} current="people" here={path}>
      <p class="faint">
        {words.time}: {view.playbook.site.timeZone}
      </p>
      <div class="columns">
        <Section title={words.facts}>
          <Facts view={view} known={known} />
        </Section>
        <Section title={words.journey}>
          <Journey view={view} known={known} />
          <h3>{words.segments}</h3>
          <Segments view={view} names={known.state.segments} />
        </Section>
      </div>
      <Section title={words.score}>
        <ScoreExplained view={view} known={known} />
      </Section>
      <Section title={words.permissions}>
        <Permissions view={view} rows={ledger} />
        <Consents view={view} choices={choices} />
      </Section>
      <Section title={words.messages}>
        <Messages view={view} messages={messages} />
      </Section>
      <Section title={words.visits}>
        <Visits view={view} visits={visits} caption={words.visitsCaption} empty={words.noVisits} of="person" />
      </Section>
      <Section title={words.timeline}>
        <Timeline view={view} part={events} path={path} cursor={cursor} />
      </Section>
    </Layout>
  );
}

/** The stages in order, and where they stand. */
function Journey({ view, known: { state } }: { view: View; known: Known }) {
  const { words, playbook } = view;
  return (
    <ol class="journey">
      {playbook.stages.map(({ id }) => {
        const isHere = id === state.stage;
        return (
          <li aria-current={isHere ? "step" : undefined}>
            {stageTitle(view, id)}
            {isHere && (
              <span class="faint">
                {" "}
                – {words.currentStage}, {words.since} <Time view={view} at={state.stageSince} />
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
