import type { DeadLetter } from "../../../reports/dead-letters.ts";
import type { Part } from "../../../reports/page.ts";
import { Layout } from "../layout.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import type { View } from "../view.ts";

interface DeadLettersProps {
  view: View;
  part: Part<DeadLetter>;
  cursor: string | undefined;
}

/** What could not be processed, why, and a way to try it once more when the cause is mended. */
export function DeadLetters({ view, part: { items, next }, cursor }: DeadLettersProps) {
  const { words, base } = view;
  const path = `${base}/dead-letters`;
  return (
    <Layout frame={view} title={words.deadLetters} current="overview" here={path}>
      <Table
        caption={words.deadLettersCaption}
        columns={[{ title: words.time }, { title: words.reason }, { title: words.content }, { title: words.replay }]}
        empty={words.noDeadLetters}
        rows={items.map(({ id, at, reason, body, replayedAt }) => [
          <Time view={view} at={at} seconds />,
          reason,
          <details>
            <summary>{words.contentShow}</summary>
            <pre class="mail-text">{JSON.stringify(body, null, 2)}</pre>
          </details>,
          <>
            <form method="post" action={`${path}/${encodeURIComponent(id)}/replay`}>
              <button class="quiet" type="submit">
                {words.replay}
              </button>
            </form>
            {replayedAt !== null && (
              <span class="faint under">
                {words.replayed} <Time view={view} at={replayedAt} seconds />
              </span>
            )}
          </>,
        ])}
      />
      <Pager frame={view} path={path} cursor={cursor} next={next} />
    </Layout>
  );
}
