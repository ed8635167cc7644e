import type { Part } from "../../../reports/page.ts";
import type { Known, PeopleFilter } from "../../../reports/people.ts";
import { scoreAt } from "../../../scoring/index.ts";
import { Layout } from "../layout.tsx";
import { Segments } from "../parts/effects.tsx";
import { Pager } from "../parts/pager.tsx";
import { Behaviour, Grade } from "../parts/score.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { nameOf, segmentTitle, stageTitle, type View } from "../view.ts";

export type Wanted = Pick<PeopleFilter, "email" | "segment" | "stage">;

interface PeopleProps {
  view: View;
  wanted: Wanted;
  cursor: string | undefined;
  part: Part<Known>;
}

export function People({ view, wanted, cursor, part: { items, next } }: PeopleProps) {
  const { words, base, playbook, now } = view;
  const path = `${base}/people`;
  return (
    <Layout frame={view} title={words.people} current="people" here={path}>
      <Filter view={view} wanted={wanted} />
      <Table
        caption={words.peopleCaption}
        columns={[
          { title: words.person },
          { title: words.stage },
          { title: words.fit },
          { title: words.behaviour },
          { title: words.segments },
          { title: words.lastSeen },
        ]}
        empty={words.nobody}
        rows={items.map((known) => {
          const { fit, behaviour } = scoreAt(known.state, playbook.scoring, now);
          return [
            <Person view={view} known={known} />,
            stageTitle(view, known.state.stage),
            <Grade grade={fit.grade} />,
            <Behaviour view={view} behaviour={behaviour} />,
            <Segments view={view} names={known.state.segments} />,
            <Time view={view} at={known.state.lastSeen} />,
          ];
        })}
      />
      <Pager frame={view} path={path} query={{ ...wanted }} cursor={cursor} next={next} />
    </Layout>
  );
}

function Person({ view, known }: { view: View; known: Known }) {
  const name = nameOf(view, known);
  return (
    <>
      <a class="long" href={`${view.base}/people/${known.id}`}>
        {name}
      </a>
      {known.email !== null && known.email !== name && <span class="faint under long">{known.email}</span>}
    </>
  );
}

function Filter({ view, wanted }: { view: View; wanted: Wanted }) {
  const { words, base, playbook } = view;
  const isFiltered = Object.values(wanted).some((value) => value !== undefined);
  return (
    <form class="card filter" method="get" action={`${base}/people`} role="search" aria-label={words.filter}>
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
        <span>
          {words.email} <span class="faint">({words.emailHelp})</span>
        </span>
        <input
          name="email"
          type="text"
          inputmode="email"
          autocomplete="off"
          spellcheck={false}
          value={wanted.email ?? ""}
        />
      </label>
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

interface SelectProps {
  name: string;
  any: string;
  chosen: string | undefined;
  options: [value: string, title: string][];
}

function Select({ name, any, chosen, options }: SelectProps) {
  return (
    <select name={name}>
      <option value="">{any}</option>
      {options.map(([value, title]) => (
        <option value={value} selected={value === chosen}>
          {title}
        </option>
      ))}
    </select>
  );
}
