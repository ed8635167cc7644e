import type { Known } from "../../../reports/people.ts";
import { scoreAt } from "../../../scoring/index.ts";
import { nameOf, stageTitle, type View } from "../view.ts";
import { Segments } from "./effects.tsx";
import { Behaviour, Grade } from "./score.tsx";
import { Table } from "./table.tsx";
import { Time } from "./time.tsx";

interface PeopleTableProps {
  view: View;
  people: Known[];
  caption: string;
  empty: string;
}

/** People as a list, each leading to their own page. */
export function PeopleTable({ view, people, caption, empty }: PeopleTableProps) {
  const { words, playbook, now } = view;
  return (
    <Table
      caption={caption}
      columns={[
        { title: words.person },
        { title: words.stage },
        { title: words.fit },
        { title: words.behaviour },
        { title: words.segments },
        { title: words.lastSeen },
      ]}
      empty={empty}
      rows={people.map((known) => {
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
