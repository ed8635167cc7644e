import type { Progress as Figures, PublishedRevision } from "../../../reports/playbook.ts";
import { Layout } from "../layout.tsx";
import { Pairs } from "../parts/facts.tsx";
import { Section, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { format, percent, type View } from "../view.ts";

interface PlaybookProps {
  view: View;
  /** Newest first, of which the first of all is in force. */
  current: PublishedRevision;
  history: PublishedRevision[];
  /** Where the history shown begins, and whether older ones follow. */
  before: number | undefined;
  hasOlder: boolean;
}

/** The playbook in force, how far people have come to it, what was before it, and how it is changed. */
export function Playbook({ view, current, history, before, hasOlder }: PlaybookProps) {
  const { words, base } = view;
  const path = `${base}/playbook`;
  return (
    <Layout frame={view} title={words.playbook} current="playbook" here={path} script="progress.js">
      <div class="columns">
        <Section title={words.inForce}>
          <Pairs
            pairs={[
              [words.revision, <b>{format(view, current.revision)}</b>],
              [words.publishedAt, <Time view={view} at={current.publishedAt} />],
              [words.publishedBy, current.publishedBy ?? words.unnamed],
              [words.note, current.note ?? "–"],
            ]}
          />
        </Section>
        <Section title={words.broughtThere}>
          <p class="faint">{words.broughtNote}</p>
          <div id="progress" data-url={`${path}/progress`}>
            <Progress view={view} of={current} />
          </div>
          <p class="hidden" role="status" id="progress-said"></p>
        </Section>
      </div>
      <Section title={words.historyTitle}>
        <History view={view} current={current} history={history} />
        {(before !== undefined || hasOlder) && (
          <nav class="pager" aria-label={words.pages}>
            {before !== undefined && (
              <a class="button quiet" href={path}>
                {words.newestRevisions}
              </a>
            )}
            {hasOlder && (
              <a class="button quiet" href={`${path}?before=${history.at(-1)!.revision}`} rel="next">
                {words.olderRevisions}
              </a>
            )}
          </nav>
        )}
      </Section>
      <Section title={words.commandsTitle}>
        <p class="faint lead">{words.commandsNote}</p>
        <Pairs
          pairs={[
            [words.commandCheck, <code>npm run playbook -- check</code>],
            [words.commandDiff, <code>npm run playbook -- diff --people</code>],
            [words.commandPublish, <code>npm run playbook -- publish</code>],
            [words.commandRollback, <code>npm run playbook -- rollback</code>],
          ]}
        />
      </Section>
    </Layout>
  );
}

const isRunning = ({ progress }: PublishedRevision): boolean => progress !== null && progress.finishedAt === null;

/** A part of people who have been looked at, 0 to 1. Who did something meanwhile is not counted, so the end is told by the clock. */
const partOf = ({ total, done, finishedAt }: Figures): number =>
  finishedAt !== null ? 1 : total === 0 ? 0 : Math.min(0.99, done / total);

/** How far the people have come to the revision in force: by itself, as a script asks for it while it goes on. */
export function Progress({ view, of }: { view: View; of: PublishedRevision }) {
  const { words } = view;
  const { progress } = of;
  if (progress === null || progress.total === 0) return <p>{words.neverBegun}</p>;
  const part = partOf(progress);
  return (
    <div data-running={isRunning(of) ? "1" : undefined}>
      <progress value={part} max={1} aria-label={words.broughtThere}></progress>
      <p class="progress-text">
        <b>{percent(view, part)}</b>:{" "}
        {(progress.finishedAt === null ? words.progressOf : words.progressAll)(
          format(view, Math.min(progress.done, progress.total)),
          format(view, progress.total),
        )}
      </p>
      <p>{words.changedPeople(format(view, progress.changed))}</p>
      <p class="progress-state">
        {progress.finishedAt === null ? (
          words.stillGoing
        ) : (
          <>
            {words.allBrought} <Time view={view} at={progress.finishedAt} />
          </>
        )}
      </p>
    </div>
  );
}

function History({ view, current, history }: Pick<PlaybookProps, "view" | "current" | "history">) {
  const { words } = view;
  return (
    <Table
      caption={words.historyCaption}
      columns={[
        { title: words.revision },
        { title: words.publishedAt },
        { title: words.publishedBy },
        { title: words.note },
        { title: words.count },
      ]}
      empty={words.noRevisions}
      rows={history.map((one) => [
        format(view, one.revision),
        <Time view={view} at={one.publishedAt} />,
        one.publishedBy ?? "–",
        one.note === null ? "–" : <span class="long">{one.note}</span>,
        outcome(view, one, current),
      ])}
    />
  );
}

function outcome(view: View, one: PublishedRevision, current: PublishedRevision): string {
  const { words } = view;
  if (one.progress === null) return "–";
  if (!isRunning(one)) return words.changedPeople(format(view, one.progress.changed));
  return one.revision < current.revision ? words.overtaken : percent(view, partOf(one.progress));
}
