import { inWords } from "../../../playbook/index.ts";
import type { Part } from "../../../reports/page.ts";
import type { Known } from "../../../reports/people.ts";
import type { SegmentDay } from "../../../reports/segments.ts";
import { Layout } from "../layout.tsx";
import { Lengths } from "../parts/length.tsx";
import { Numbers } from "../parts/numbers.tsx";
import { Pager } from "../parts/pager.tsx";
import { PeopleTable } from "../parts/people-table.tsx";
import { SizeChart } from "../parts/sizes.tsx";
import { Section } from "../parts/table.tsx";
import { Select } from "../parts/select.tsx";
import { format, segmentTitle, type View } from "../view.ts";

interface SegmentProps {
  view: View;
  name: string;
  count: number;
  days: SegmentDay[];
  people: Part<Known>;
  cursor: string | undefined;
}

/** One segment: what it asks, how it went, who is in it, and the way to take it along. */
export function Segment({ view, name, count, days, people, cursor }: SegmentProps) {
  const { words, base, playbook } = view;
  const path = `${base}/segments/${name}`;
  const here = days.length === 30 ? path : `${path}?days=${days.length}`;
  const sum = (of: "entered" | "left"): string =>
    format(
      view,
      days.reduce((all, day) => all + day[of], 0),
    );
  return (
    <Layout frame={view} title={segmentTitle(view, name)} current="segments" here={here}>
      <p>
        <a href={`${base}/segments`}>{words.allSegments}</a>
      </p>
      <Section title={words.condition}>
        <p lang="en">{inWords(playbook.segments[name]!.when)}</p>
      </Section>
      <Lengths view={view} path={path} chosen={days.length} />
      <Numbers
        columns="three"
        numbers={[
          [words.inSegmentNow, format(view, count)],
          [`${words.cameIn}, ${words.lastDays(days.length)}`, sum("entered")],
          [`${words.wentOut}, ${words.lastDays(days.length)}`, sum("left")],
        ]}
      />
      <section class="card">
        <SizeChart view={view} days={days} />
      </section>
      <Section title={words.exportTitle}>
        <Export view={view} path={path} />
      </Section>
      <h2>{words.membersOf}</h2>
      <PeopleTable view={view} people={people.items} caption={words.membersCaption} empty={words.nobodyInIt} />
      <Pager
        frame={view}
        path={path}
        query={{ days: days.length === 30 ? undefined : String(days.length) }}
        cursor={cursor}
        next={people.next}
      />
    </Layout>
  );
}

/** What people may be asked for, by the forms that ask. */
function topicsOf({ playbook }: View): string[] {
  const asked = Object.values(playbook.forms).flatMap((form) => form.permissions.map(({ topic }) => topic));
  return [...new Set(asked)].toSorted();
}

/** A Danish spreadsheet separates by semicolons. */
function Export({ view, path }: { view: View; path: string }) {
  const { words, locale } = view;
  return (
    <>
      <p class="faint lead">{words.exportNote}</p>
      <form class="filter export" method="get" action={`${path}/export`}>
        <input type="hidden" name="bom" value="1" />
        {locale === "da" && <input type="hidden" name="separator" value="semicolon" />}
        <label>
          {words.whoIsIn}
          <Select
            name="permission"
            any={words.everybodyIn}
            options={topicsOf(view).map((topic) => [topic, words.onlyPermitted(topic)])}
          />
        </label>
        <span class="actions">
          <button type="submit" name="format" value="csv">
            {words.asCsv}
          </button>
          <button class="quiet" type="submit" name="format" value="json">
            {words.asJson}
          </button>
        </span>
      </form>
    </>
  );
}
