import type { Preferences } from "../../../events/event.ts";
import type { Choice } from "../../../reports/consents.ts";
import type { Sent } from "../../../reports/messages.ts";
import type { Part } from "../../../reports/page.ts";
import type { Known } from "../../../reports/people.ts";
import type { KnownLead } from "../../../reports/leads.ts";
import type { LedgerRow } from "../../../reports/permissions.ts";
import type { Submission } from "../../../reports/submissions.ts";
import type { StageMove } from "../../../reports/stages.ts";
import type { Happening } from "../../../reports/timeline.ts";
import type { Stay } from "../../../reports/visits.ts";
import { Layout } from "../layout.tsx";
import { LeadBody, LeadStatus } from "./leads-card.tsx";
import { type Outcome, Told } from "./leads.tsx";
import { Segments } from "../parts/effects.tsx";
import { Facts } from "../parts/facts.tsx";
import { Messages } from "../parts/messages.tsx";
import { Consents, Permissions } from "../parts/permissions.tsx";
import { Asking, type Held, HeldNow, Preferring } from "../parts/rights.tsx";
import { ScoreExplained } from "../parts/score-explained.tsx";
import { StageHistory } from "../parts/stages.tsx";
import { Submissions } from "../parts/submissions.tsx";
import { Section } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { Visits } from "../parts/visits.tsx";
import { nameOf, stageTitle, type View } from "../view.ts";

interface PersonProps {
  view: View;
  known: Known;
  ledger: LedgerRow[];
  /** What their address allows now; null where none is known. */
  held: Held | null;
  preferences: Preferences | null;
  submissions: Submission[];
  choices: Choice[];
  messages: Sent[];
  events: Part<Happening>;
  visits: Stay[];
  moves: StageMove[];
  lead: KnownLead | null;
  outcome: Outcome;
  cursor: string | undefined;
}

/** One person on one page: who they are, what their score is made of, what is allowed, and all they did. */
export function Person(props: PersonProps) {
  const {
    view,
    known,
    ledger,
    held,
    preferences,
    submissions,
    choices,
    messages,
    events,
    visits,
    moves,
    lead,
    outcome,
    cursor,
  } = props;
  const { words, base } = view;
  const path = `${base}/people/${known.id}`;
  return (
    <Layout frame={view} title={nameOf(view, known)} current="people" here={path}>
      <Told view={view} outcome={outcome} />
      <p class="faint">
        {words.time}: {view.playbook.site.timeZone}
      </p>
      {lead && (
        <Section title={words.sales.atSales}>
          <LeadStatus view={view} lead={lead} />
          <LeadBody view={view} lead={lead} name={nameOf(view, known)} back={`people/${known.id}`} />
        </Section>
      )}
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
      <Section title={words.stagesOfPerson}>
        <StageHistory view={view} moves={moves} />
      </Section>
      <Section title={words.score}>
        <ScoreExplained view={view} known={known} />
      </Section>
      <Section title={words.permissions}>
        {held && <HeldNow view={view} held={held} />}
        {ledger.length > 0 && (
          <p>
            <a href={`${path}/evidence`}>{words.asking.evidencePage}</a>
          </p>
        )}
        <Permissions view={view} rows={ledger} />
        <Consents view={view} choices={choices} />
      </Section>
      {preferences && (
        <Section title={words.asking.preferences}>
          <Preferring view={view} of={preferences} path={path} />
        </Section>
      )}
      <Section title={words.asking.submissionsOf}>
        <Submissions view={view} rows={submissions} of="person" />
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
      <Section title={words.asking.rightsOf}>
        <Asking view={view} path={path} />
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
