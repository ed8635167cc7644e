import type { Part } from "../../../reports/page.ts";
import type { Right } from "../../../rights/store.ts";
import { Layout } from "../layout.tsx";
import { Pager } from "../parts/pager.tsx";
import { ByAddress, PeopleTabs } from "../parts/people-tabs.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import type { View } from "../view.ts";

interface RightsProps {
  view: View;
  email: string | undefined;
  part: Part<Right>;
  cursor: string | undefined;
}

/** What people asked of their rights, and that it was done; of an address only its fingerprint is left. */
export function Rights({ view, email, part: { items, next }, cursor }: RightsProps) {
  const { words, base } = view;
  const { asking } = words;
  const path = `${base}/rights`;
  return (
    <Layout frame={view} title={asking.rights} current="people" here={path}>
      <PeopleTabs frame={view} current="rights" />
      <p class="faint lead">{asking.rightsLead}</p>
      <ByAddress frame={view} path={path} email={email} />
      <Table
        caption={asking.rightsCaption}
        columns={[{ title: words.time }, { title: asking.kind }, { title: asking.by }, { title: asking.fingerprint }]}
        empty={asking.noRights}
        rows={items.map(({ at, kind, by, hash }) => [
          <Time view={view} at={at} seconds />,
          asking.rightKinds[kind] ?? kind,
          asking.rightBy[by] ?? by,
          hash === null ? "–" : <code>{hash}</code>,
        ])}
      />
      <Pager frame={view} path={path} query={{ email }} cursor={cursor} next={next} />
    </Layout>
  );
}
