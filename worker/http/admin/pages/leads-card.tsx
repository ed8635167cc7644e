import type { Child } from "hono/jsx";
import type { KnownLead } from "../../../reports/leads.ts";
import { causeTitle, money, ownerName, span } from "../parts/deal.ts";
import { Pairs } from "../parts/facts.tsx";
import { Grade } from "../parts/score.tsx";
import { Time } from "../parts/time.tsx";
import { nameOf, type View } from "../view.ts";
import { Answers } from "./leads-answers.tsx";
import { Reasons } from "./leads-reasons.tsx";

/** A lead in the list: who, until when, why, and what can be said of it. */
export function LeadCard({ view, lead, back }: { view: View; lead: KnownLead; back: string }) {
  const name = nameOf(view, lead.person);
  const heading = `lead-${lead.id}`;
  return (
    <article class="card" aria-labelledby={heading}>
      <div class="lead-head">
        <h2 id={heading}>
          <a href={`${view.base}/people/${lead.person.id}`}>{name}</a>
        </h2>
        <LeadStatus view={view} lead={lead} />
      </div>
      <LeadBody view={view} lead={lead} name={name} back={back} />
    </article>
  );
}

/** The same without who it is, for a page that tells that already. */
export function LeadBody({ view, lead, name, back }: { view: View; lead: KnownLead; name: string; back: string }) {
  return (
    <div class="lead-body">
      <div>
        <Pairs pairs={factsOf(view, lead)} />
        <details>
          <summary>{view.words.sales.whyHandedOver}</summary>
          <Reasons view={view} lead={lead} />
        </details>
      </div>
      <Answers view={view} lead={lead} name={name} back={back} />
    </div>
  );
}

/** How it stands, in words; overdue is said, not only coloured. */
export function LeadStatus({ view, lead: { status, dueAt } }: { view: View; lead: KnownLead }) {
  const { leadStatuses } = view.words.sales;
  const isOverdue = status === "mql" && dueAt < view.now;
  return (
    <span class="lead-status">
      <span class={`status status-lead-${status}`}>{leadStatuses[status]}</span>
      {isOverdue && <span class="status status-lead-overdue">{leadStatuses["overdue"]}</span>}
    </span>
  );
}

function factsOf(view: View, lead: KnownLead): [string, Child][] {
  const { words, base } = view;
  const { person, company, reasons, status, cause, amount, currency } = lead;
  const { phone, mobile, telephone, title, company: said } = person.traits;
  const told = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  const own = told(said);
  const number = [phone, mobile, telephone].find((one) => typeof one === "string" && one !== "");
  const pair = (name: string, value: Child | null): [string, Child][] => (value === null ? [] : [[name, value]]);
  const time = (at: number | null): Child | null => (at === null ? null : <Time view={view} at={at} />);
  return [
    ...pair(words.sales.answerBy, status === "mql" ? <Due view={view} at={lead.dueAt} /> : null),
    ...pair(
      words.company,
      company ? (
        <>
          {own !== null && company.name === company.domain && `${own}, `}
          <a href={`${base}/companies/${company.id}`}>{company.name}</a>
        </>
      ) : (
        own
      ),
    ),
    ...pair(words.sales.jobTitle, told(title)),
    ...pair(
      words.sales.phone,
      number === undefined ? null : <a href={`tel:${String(number).replaceAll(/[^+\d]/g, "")}`}>{number}</a>,
    ),
    ...pair(words.email, person.email === null ? null : <a href={`mailto:${person.email}`}>{person.email}</a>),
    ...pair(words.sales.noMail, person.withdrawn.join(", ") || null),
    [
      words.sales.scoreThen,
      <>
        <Grade grade={reasons.fit.grade} />{" "}
        <span class={`rank rank-${reasons.behaviour.rank}`}>
          {words.rank} {reasons.behaviour.rank}, {words.ranks[reasons.behaviour.rank]}
        </span>
      </>,
    ],
    [words.sales.leadOwner, ownerName(view, lead.owner)],
    [words.sales.handedOver, <Time view={view} at={lead.createdAt} />],
    ...pair(words.sales.acceptedAt, time(lead.acceptedAt)),
    ...pair(words.sales.closedAt, time(lead.closedAt)),
    ...pair(words.sales.cause, cause === null ? null : causeTitle(view, cause)),
    ...pair(words.sales.amount, amount === null || currency === null ? null : money(view, amount, currency)),
    ...pair(words.sales.dealNote, lead.note),
  ];
}

function Due({ view, at }: { view: View; at: number }) {
  const { sales: words } = view.words;
  const left = at - view.now;
  return (
    <>
      <Time view={view} at={at} /> –{" "}
      {left < 0 ? <b>{words.overdueBy(span(view, -left))}</b> : words.timeLeft(span(view, left))}
    </>
  );
}
