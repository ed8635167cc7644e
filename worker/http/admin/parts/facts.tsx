import type { Child } from "hono/jsx";
import type { Known } from "../../../reports/people.ts";
import type { Consent } from "../../../state/state.ts";
import { format, traitInWords, type View } from "../view.ts";
import { Time } from "./time.tsx";

/** What is known of a person. Whatever they wrote themselves is shown as text. */
export function Facts({ view, known }: { view: View; known: Known }) {
  const { words, base } = view;
  const { state, company } = known;
  const topics = Object.entries(state.topics).map(([topic, views]) => `${topic} (${format(view, views)})`);
  const facts: [string, Child][] = [
    [words.email, known.email === null ? "–" : <Email view={view} known={known} />],
    ...(known.externalId === null ? [] : ([[words.externalId, <code>{known.externalId}</code>]] as [string, Child][])),
    ...(company === null
      ? []
      : ([[words.employer, <a href={`${base}/companies/${company.id}`}>{company.name}</a>]] as [string, Child][])),
    ...Object.entries(known.traits).map(([name, value]) => traitInWords(view, name, value)),
    [words.consent, state.consentAt === 0 ? words.consentNever : allowed(view, state.consent)],
    [words.topics, topics.join(", ") || "–"],
    ...(state.cluster === null
      ? []
      : ([[words.clusters.group, <a href={`${base}/clusters#${state.cluster}`}>{state.cluster}</a>]] as [
          string,
          Child,
        ][])),
    [words.visits, format(view, state.session.count)],
    [words.views, format(view, state.views)],
    [words.firstSeen, <Time view={view} at={state.firstSeen} />],
    [words.lastSeen, <Time view={view} at={state.lastSeen} />],
    [words.browsers, format(view, known.visitors.length)],
    [words.id, <code>{known.id}</code>],
  ];
  return <Pairs pairs={facts} />;
}

/** Names and values, side by side. */
export function Pairs({ pairs }: { pairs: [string, Child][] }) {
  return (
    <dl class="pairs">
      {pairs.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Email({ view: { words }, known }: { view: View; known: Known }) {
  const isConfirmed = known.emailConfirmedAt !== null;
  return (
    <>
      {known.email}{" "}
      <span class={`status status-${isConfirmed ? "confirmed" : "pending"}`}>
        {isConfirmed ? words.confirmed : words.claimed}
      </span>
    </>
  );
}

/** The purposes that a choice allows, in words. */
export function allowed({ words }: View, consent: Consent): string {
  const given = (["analytics", "personalization", "marketing"] as const).filter((purpose) => consent[purpose]);
  return given.map((purpose) => words.purposes[purpose]).join(", ") || words.consentNone;
}
