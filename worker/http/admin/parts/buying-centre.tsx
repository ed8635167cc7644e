import { inLocale } from "../../../playbook/index.ts";
import type { Person } from "../../../profiles/person.ts";
import type { BuyingRole, Signal } from "../../../reports/accounts.ts";
import { scoreAt } from "../../../scoring/index.ts";
import { format, nameOf, type View } from "../view.ts";
import { Behaviour } from "./score.tsx";
import { Table } from "./table.tsx";
import { Time } from "./time.tsx";

/** The most people of one role that are named. */
const MOST_NAMED = 10;

/** Who plays which part in a company's purchase, and which parts nobody is known to play. */
export function BuyingCentre({ view, centre }: { view: View; centre: BuyingRole[] }) {
  const { words } = view;
  const gaps = centre.filter(({ count }) => count === 0).map(({ role }) => roleTitle(view, role));
  return (
    <>
      <p>{gaps.length === 0 ? words.buyingComplete : words.buyingGaps(gaps.join(", "))}</p>
      <Table
        caption={words.buyingCentreCaption}
        columns={[{ title: words.buyingRole }, { title: words.buyingPeople }]}
        empty=""
        rows={centre.map((one) => [roleTitle(view, one.role), <Members view={view} of={one} />])}
      />
    </>
  );
}

function Members({ view, of: { count, people } }: { view: View; of: BuyingRole }) {
  const { words } = view;
  if (count === 0) return <span class="status status-pending">{words.buyingGap}</span>;
  const named = people.slice(0, MOST_NAMED);
  return (
    <ul class="members">
      {named.map((person) => (
        <li>
          <Member view={view} person={person} />
        </li>
      ))}
      {count > named.length && <li class="faint">{words.buyingMore(format(view, count - named.length))}</li>}
    </ul>
  );
}

function Member({ view, person }: { view: View; person: Person }) {
  const { base, playbook, now } = view;
  return (
    <>
      <a class="long" href={`${base}/people/${person.id}`}>
        {nameOf(view, person)}
      </a>{" "}
      <Behaviour view={view} behaviour={scoreAt(person.state, playbook.scoring, now).behaviour} />
    </>
  );
}

/** What became of a company, newest first. */
export function Signals({ view, signals }: { view: View; signals: Signal[] }) {
  const { words } = view;
  if (signals.length === 0) return <p class="empty">{words.noAccountSignals}</p>;
  return (
    <ol class="timeline">
      {signals.map(({ at, type, name, by }) => (
        <li>
          <Time view={view} at={at} />
          <div>
            {words.accountSignal[type]} <b>{groupTitle(view, name)}</b>
            <span class="under particulars">{words.accountSignalBy[by]}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The segments that a company is in. */
export function Groups({ view, names }: { view: View; names: string[] }) {
  if (names.length === 0) return <span class="faint">–</span>;
  return (
    <ul class="chips">
      {names.map((name) => (
        <li class="chip">{groupTitle(view, name)}</li>
      ))}
    </ul>
  );
}

/** A company segment's title; one that the playbook no longer has is called by its name. */
export function groupTitle({ playbook, locale }: View, name: string): string {
  const group = playbook.companies.segments[name];
  return group ? inLocale(group.title, locale) : name;
}

function roleTitle({ playbook, locale }: View, role: string): string {
  const found = playbook.companies.roles[role];
  return found ? inLocale(found.title, locale) : role;
}
