import type { Import, RefusedRow } from "../../../imports/import.ts";
import type { Part } from "../../../reports/page.ts";
import { Layout } from "../layout.tsx";
import { Pairs } from "../parts/facts.tsx";
import { Pager } from "../parts/pager.tsx";
import { Section, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { format, percent, type View } from "../view.ts";

/** An import that has not moved for so long was broken off. */
const STILL = 5 * 60_000;

/** What was taken in from files, and how to take in more. */
export function Imports({ view, part, cursor }: { view: View; part: Part<Import>; cursor: string | undefined }) {
  const { words, base } = view;
  const path = `${base}/imports`;
  return (
    <Layout frame={view} title={words.imports} current="imports" here={path}>
      <Table
        caption={words.importsCaption}
        columns={[
          { title: words.name },
          { title: words.progress },
          { title: words.accepted, isNumber: true },
          { title: words.refusedRows, isNumber: true },
          { title: words.started },
          { title: words.finished },
        ]}
        empty={words.noImports}
        rows={part.items.map((one) => [
          <>
            <a class="long" href={`${path}/${one.id}`}>
              {one.name}
            </a>
            <span class="faint under">{words.importKinds[one.kind]}</span>
          </>,
          <Progress view={view} of={one} />,
          <Accepted view={view} of={one} />,
          format(view, one.refused),
          <Time view={view} at={one.startedAt} />,
          one.finishedAt === null ? "–" : <Time view={view} at={one.finishedAt} />,
        ])}
      />
      <Pager frame={view} path={path} cursor={cursor} next={part.next} />
      <Section title={words.startImport}>
        <p class="faint">{words.startImportNote}</p>
        <Commands view={view} />
      </Section>
    </Layout>
  );
}

interface OneImportProps {
  view: View;
  found: Import;
  refused: Part<RefusedRow>;
  cursor: string | undefined;
}

/** One import, with the rows it refused. */
export function OneImport({ view, found, refused, cursor }: OneImportProps) {
  const { words, base } = view;
  const path = `${base}/imports/${found.id}`;
  return (
    <Layout frame={view} title={found.name} current="imports" here={path}>
      <Section title={words.facts}>
        <Pairs
          pairs={[
            [words.kind, words.importKinds[found.kind]],
            [words.progress, <Progress view={view} of={found} />],
            [words.accepted, <Accepted view={view} of={found} />],
            [words.refusedRows, format(view, found.refused)],
            [words.started, <Time view={view} at={found.startedAt} seconds />],
            [words.finished, found.finishedAt === null ? "–" : <Time view={view} at={found.finishedAt} seconds />],
          ]}
        />
      </Section>
      <Section title={words.rowRefused}>
        <Table
          caption={words.rowRefusedCaption}
          columns={[{ title: words.row }, { title: words.reason }]}
          empty={words.noRowRefused}
          rows={refused.items.map(({ row, message, partial }) => [
            format(view, row + 1),
            <span class="long">
              {message}
              {partial && <span class="faint under">{words.rest}</span>}
            </span>,
          ])}
        />
        <Pager frame={view} path={path} cursor={cursor} next={refused.next} />
        {refused.items.length > 0 && <p class="faint">{words.rowRefusedNote}</p>}
      </Section>
      <p>
        <a href={`${base}/imports`}>{words.back}</a>
      </p>
    </Layout>
  );
}

function Progress({ view, of: one }: { view: View; of: Import }) {
  const { words, now } = view;
  const { done, total, finishedAt, dryRun } = one;
  const isOver = finishedAt !== null;
  const isStill = !isOver && now - one.updatedAt > STILL;
  const part = total === null ? null : total === 0 ? 1 : Math.min(1, done / total);
  return (
    <>
      {part !== null && <progress max={1} value={part} aria-label={`${words.progress}: ${one.name}`}></progress>}
      <span class="under">
        {total === null || isOver
          ? `${format(view, done)} ${words.rows}`
          : `${percent(view, part)}: ${format(view, done)} ${words.of} ${format(view, total)} ${words.rows}`}
      </span>
      {!isOver && (
        <span class={`status status-${isStill ? "failed" : "pending"}`}>
          {isStill ? words.brokenOff : words.underway}
        </span>
      )}
      {dryRun && (
        <>
          <span class="status">{words.dryRun}</span> <span class="faint under">{words.dryRunNote}</span>
        </>
      )}
      {isStill && <span class="faint under">{words.brokenOffNote}</span>}
    </>
  );
}

function Accepted({ view, of: { kind, accepted, created, changed } }: { view: View; of: Import }) {
  const { words } = view;
  const same = kind === "people" ? accepted - created - changed : 0;
  const parts = [
    ...(created > 0 ? [`${format(view, created)} ${words.createdRows}`] : []),
    ...(changed > 0 ? [`${format(view, changed)} ${words.changedRows}`] : []),
    ...(same > 0 ? [`${format(view, same)} ${words.unchangedRows}`] : []),
  ];
  return (
    <>
      {format(view, accepted)}
      {parts.length > 0 && <span class="faint under">{parts.join(", ")}</span>}
    </>
  );
}

function Commands({ view: { words } }: { view: View }) {
  const commands: [string, string][] = [
    [words.importPeople, "npm run import -- people FILE.csv --dry-run"],
    [words.importEvents, "npm run import -- events FILE.jsonl"],
    [words.importRanges, "npm run import -- ip-ranges @ip-location-db/asn"],
  ];
  return <Pairs pairs={commands.map(([what, command]) => [what, <code>{command}</code>])} />;
}
