import type { Child } from "hono/jsx";
import type { BuyingRole, Signal } from "../../../reports/accounts.ts";
import type { Company as Known } from "../../../reports/companies.ts";
import type { Part } from "../../../reports/page.ts";
import type { Known as Person } from "../../../reports/people.ts";
import type { Stay } from "../../../reports/visits.ts";
import { Layout } from "../layout.tsx";
import { BuyingCentre, Groups, Signals } from "../parts/buying-centre.tsx";
import { Pairs } from "../parts/facts.tsx";
import { Numbers } from "../parts/numbers.tsx";
import { Pager } from "../parts/pager.tsx";
import { PeopleTable } from "../parts/people-table.tsx";
import { Section } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { Visits } from "../parts/visits.tsx";
import { format, traitInWords, type View } from "../view.ts";
import { sourcesOf } from "./companies.tsx";

interface CompanyProps {
  view: View;
  company: Known;
  people: Part<Person>;
  visits: Stay[];
  centre: BuyingRole[];
  signals: Signal[];
  cursor: string | undefined;
}

/** One company on one page: what is known of it, who works there, and who came from its network. */
export function Company({ view, company, people, visits, centre, signals, cursor }: CompanyProps) {
  const { words, base } = view;
  const path = `${base}/companies/${company.id}`;
  const facts: [string, Child][] = [
    [words.domain, company.domain ?? "–"],
    ...Object.entries(company.traits).map(([name, value]) => traitInWords(view, name, value)),
    [words.knownBy, sourcesOf(view, company)],
    ...(company.groups.length > 0 ? ([[words.groups, company.groups.join(", ")]] as [string, Child][]) : []),
    [words.segments, <Groups view={view} names={company.segments} />],
    [words.firstSeen, <Time view={view} at={company.firstSeen} />],
    [words.lastSeen, <Time view={view} at={company.lastSeen} />],
    [words.id, <code>{company.id}</code>],
  ];
  return (
    <Layout frame={view} title={company.name} current="companies" here={path}>
      <Numbers
        columns="four"
        numbers={[
          [words.accountScore, format(view, company.score)],
          [words.accountHottest, format(view, company.hottest)],
          [words.people, format(view, company.people)],
          [words.visits, format(view, company.visits)],
        ]}
      />
      <div class="columns">
        <Section title={words.facts}>
          <Pairs pairs={facts} />
        </Section>
        <Section title={words.accountSignals}>
          <Signals view={view} signals={signals} />
        </Section>
      </div>
      {centre.length > 0 && (
        <Section title={words.buyingCentre}>
          <BuyingCentre view={view} centre={centre} />
        </Section>
      )}
      <Section title={words.colleagues}>
        <PeopleTable view={view} people={people.items} caption={words.colleaguesCaption} empty={words.noColleagues} />
        <Pager frame={view} path={path} cursor={cursor} next={people.next} />
      </Section>
      <Section title={words.visitsFrom}>
        <Visits view={view} visits={visits} caption={words.visitsFromCaption} empty={words.noVisitsFrom} of="company" />
      </Section>
      <p class="faint">{words.accountScoreNote}</p>
      <p class="faint">{words.attributed}</p>
    </Layout>
  );
}
