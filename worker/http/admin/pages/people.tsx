import { CELLS } from "../../../reports/matrix.ts";
import type { Part } from "../../../reports/page.ts";
import type { Known, PeopleFilter } from "../../../reports/people.ts";
import { Layout } from "../layout.tsx";
import { Pager } from "../parts/pager.tsx";
import { Address, PeopleTabs } from "../parts/people-tabs.tsx";
import { PeopleTable } from "../parts/people-table.tsx";
import { Select } from "../parts/select.tsx";
import { segmentTitle, stageTitle, type View } from "../view.ts";

export type Wanted = Pick<PeopleFilter, "email" | "segment" | "stage" | "cell">;

interface PeopleProps {
  view: View;
  wanted: Wanted;
  cursor: string | undefined;
  part: Part<Known>;
  /** Somebody was erased just now. */
  isErased: boolean;
}

export function People({ view, wanted, cursor, part: { items, next }, isErased }: PeopleProps) {
  const { words, base } = view;
  const path = `${base}/people`;
  return (
    <Layout frame={view} title={words.people} current="people" here={path}>
      <PeopleTabs frame={view} current="people" />
      {isErased && (
        <p class="told" role="status">
          {words.asking.erased}
        </p>
      )}
      <Filter view={view} wanted={wanted} />
      <PeopleTable view={view} people={items} caption={words.peopleCaption} empty={words.nobody} />
      <Pager frame={view} path={path} query={{ ...wanted }} cursor={cursor} next={next} />
    </Layout>
  );
}

function Filter({ view, wanted }: { view: View; wanted: Wanted }) {
  const { words, base, playbook } = view;
  const isFiltered = Object.values(wanted).some((value) => value !== undefined);
  return (
    <form class="card filter people" method="get" action={`${base}/people`} role="search" aria-label={words.filter}>
      <label>
        {words.segment}
        <Select
          name="segment"
          any={words.any}
          chosen={wanted.segment}
          options={Object.keys(playbook.segments).map((name) => [name, segmentTitle(view, name)])}
        />
      </label>
      <label>
        {words.stage}
        <Select
          name="stage"
          any={words.any}
          chosen={wanted.stage}
          options={playbook.stages.map(({ id }) => [id, stageTitle(view, id)])}
        />
      </label>
      <label>
        {words.score}
        <Select
          name="cell"
          any={words.any}
          chosen={wanted.cell}
          options={CELLS.map((cell) => [cell, `${cell} (${words.ranks[Number(cell[1])]})`])}
        />
      </label>
      <Address frame={view} value={wanted.email} />
      <span class="actions">
        <button type="submit">{words.show}</button>
        {isFiltered && (
          <a class="button quiet" href={`${base}/people`}>
            {words.clear}
          </a>
        )}
      </span>
    </form>
  );
}
