import type { Child } from "hono/jsx";
import type { Choice } from "../../../reports/consents.ts";
import type { LedgerRow } from "../../../reports/permissions.ts";
import { topicTitle, type View } from "../view.ts";
import { allowed, Pairs } from "./facts.tsx";
import { Status } from "./status.tsx";
import { Table } from "./table.tsx";
import { Time } from "./time.tsx";

/** The ledger with its evidence: the burden of proof is ours. */
export function Permissions({ view, rows }: { view: View; rows: LedgerRow[] }) {
  const { words } = view;
  return (
    <Table
      caption={words.permissionsCaption}
      columns={[{ title: words.topic }, { title: words.status }, { title: words.time }, { title: words.evidence }]}
      empty={words.noPermissions}
      rows={rows.map((row) => [
        topicTitle(view, row.topic),
        <Status frame={view} status={row.status} />,
        <Time view={view} at={row.at} />,
        row.evidence === null ? words.sameSubmission : <Evidence view={view} of={row.evidence} />,
      ])}
    />
  );
}

function Evidence({ view, of }: { view: View; of: NonNullable<LedgerRow["evidence"]> }) {
  return (
    <details>
      <summary>{view.words.evidenceShow}</summary>
      <EvidencePairs view={view} of={of} />
    </details>
  );
}

/** All that proves it. Whoever answers by a button elsewhere reads no new words: those are beside what it answers. */
function EvidencePairs({ view, of }: { view: View; of: NonNullable<LedgerRow["evidence"]> }) {
  const { words, base } = view;
  const { asking } = words;
  const pairs: ([string, Child] | null)[] = [
    of.text === "" ? null : [words.wording, <q lang={of.locale}>{of.text}</q>],
    of.hash === undefined ? null : [asking.hash, <code>{of.hash}</code>],
    of.version === "" ? null : [words.version, of.version],
    of.form === "" ? null : [words.form, of.form],
    of.url === "" ? null : [words.page, of.url],
    of.how === undefined ? null : [asking.how, asking.hows[of.how] ?? of.how],
    of.message === undefined ? null : [asking.message, <a href={`${base}/mailbox/${of.message}`}>{asking.theMail}</a>],
    [words.network, of.ip ?? "–"],
    [words.browser, of.userAgent || "–"],
  ];
  return <Pairs pairs={pairs.filter((pair) => pair !== null)} />;
}

/** What was chosen in the banner, and how. */
export function Consents({ view, choices }: { view: View; choices: Choice[] }) {
  const { words } = view;
  if (choices.length === 0) return null;
  return (
    <Table
      caption={words.consentCaption}
      columns={[{ title: words.time }, { title: words.choice }, { title: words.how }, { title: words.version }]}
      empty=""
      rows={choices.map((choice) => [
        <Time view={view} at={choice.at} />,
        allowed(view, choice),
        words.hows[choice.how] ?? choice.how,
        choice.version ?? "–",
      ])}
    />
  );
}
