import type { SuppressionReason } from "../../../permissions/tables.ts";
import type { Part } from "../../../reports/page.ts";
import type { SuppressedAddress } from "../../../reports/suppressions.ts";
import { Layout } from "../layout.tsx";
import { Pager } from "../parts/pager.tsx";
import { Address, ByAddress, PeopleTabs } from "../parts/people-tabs.tsx";
import { Section, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { topicTitle, type View } from "../view.ts";

/** What may be lifted by hand: no choice that somebody made for themselves. */
export const LIFTABLE: SuppressionReason[] = ["manual", "bounced"];

interface SuppressionsProps {
  view: View;
  email: string | undefined;
  part: Part<SuppressedAddress>;
  cursor: string | undefined;
  /** What was just done: `suppressed`, `lifted`, or that the address was none. */
  told: string | undefined;
}

/** Addresses that get nothing more, and why. */
export function Suppressions({ view, email, part: { items, next }, cursor, told }: SuppressionsProps) {
  const { words, base } = view;
  const { asking } = words;
  const path = `${base}/suppressions`;
  return (
    <Layout frame={view} title={asking.suppressions} current="people" here={path}>
      <PeopleTabs frame={view} current="suppressions" />
      {(told === "suppressed" || told === "lifted") && (
        <p class="told" role="status">
          {asking[told]}
        </p>
      )}
      {told === "wrong" && (
        <p class="wrong" role="alert">
          {asking.notAnAddress}
        </p>
      )}
      <p class="faint lead">{asking.suppressionsLead}</p>
      <ByAddress frame={view} path={path} email={email} />
      <Table
        caption={asking.suppressionsCaption}
        columns={[
          { title: asking.fingerprint },
          { title: words.topic },
          { title: words.reason },
          { title: words.time },
          { title: asking.lift },
        ]}
        empty={asking.noSuppressions}
        rows={items.map((one) => [
          <code>{one.hash}</code>,
          topicTitle(view, one.topic),
          asking.reasons[one.reason] ?? one.reason,
          <Time view={view} at={one.at} />,
          LIFTABLE.includes(one.reason) ? <Lift view={view} one={one} path={path} /> : "",
        ])}
      />
      <Pager frame={view} path={path} query={{ email }} cursor={cursor} next={next} />
      <Section title={asking.suppress}>
        <p class="faint">{asking.suppressHelp}</p>
        <form class="filter by-address" method="post" action={path}>
          <Address frame={view} isNeeded />
          <span class="actions">
            <button type="submit">{asking.suppressNow}</button>
          </span>
        </form>
      </Section>
    </Layout>
  );
}

function Lift({ view, one, path }: { view: View; one: SuppressedAddress; path: string }) {
  const { asking } = view.words;
  return (
    <form method="post" action={`${path}/lift`}>
      {(["hash", "topic", "reason"] as const).map((name) => (
        <input type="hidden" name={name} value={one[name]} />
      ))}
      <button class="quiet" type="submit" aria-label={asking.liftOf(one.hash, topicTitle(view, one.topic))}>
        {asking.lift}
      </button>
    </form>
  );
}
