import type { Choice } from "../../../reports/consents.ts";
import type { LedgerRow } from "../../../reports/permissions.ts";
import type { View } from "../view.ts";
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
        row.topic,
        <Status frame={view} status={row.status} />,
        <Time view={view} at={row.at} />,
        row.evidence === null ? words.sameSubmission : <Evidence view={view} of={row.evidence} />,
      ])}
    />
  );
}

function Evidence({ view: { words }, of }: { view: View; of: NonNullable<LedgerRow["evidence"]> }) {
  return (
    <details>
      <summary>{words.evidenceShow}</summary>
      <Pairs
        pairs={[
          [words.wording, <q lang={of.locale}>{of.text}</q>],
          [words.version, of.version],
          [words.form, of.form],
          [words.page, of.url],
          [words.network, of.ip ?? "–"],
          [words.browser, of.userAgent],
        ]}
      />
    </details>
  );
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
