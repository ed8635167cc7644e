import { LEAST_PEOPLE } from "../../../clusters/model.ts";
import { LEAST_VIEWS } from "../../../clusters/vectors.ts";
import type { Cluster, Clusters as Found, Feature } from "../../../reports/clusters.ts";
import { Layout } from "../layout.tsx";
import { Bar, Bars } from "../parts/bars.tsx";
import { Pairs } from "../parts/facts.tsx";
import { Section, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { format, percent, type View } from "../view.ts";

/** Groups of people who read alike: how large they are, and what tells them apart. */
export function Clusters({ view, found }: { view: View; found: Found | null }) {
  const { words, base, playbook } = view;
  const text = words.clusters;
  const wanted = playbook.clusters;
  return (
    <Layout frame={view} title={text.title} current="segments" here={`${base}/clusters`}>
      <p class="faint lead">{text.lead}</p>
      {!wanted ? (
        <p class="card empty">{text.off}</p>
      ) : found === null ? (
        <p class="card empty">{text.notYet}</p>
      ) : found.clusters.length === 0 ? (
        <p class="card empty">
          {text.tooFew(format(view, LEAST_PEOPLE), format(view, LEAST_VIEWS), format(view, found.sample))}
        </p>
      ) : (
        <Groups view={view} found={found} every={wanted.every} />
      )}
    </Layout>
  );
}

function Groups({ view, found, every }: { view: View; found: Found; every: number }) {
  const text = view.words.clusters;
  const { clusters, madeAt, sample, finishedAt } = found;
  const people = clusters.reduce((sum, cluster) => sum + cluster.people, 0);
  return (
    <>
      {finishedAt === null && <p class="card">{text.telling}</p>}
      <Section title={text.sizes}>
        <Bars
          view={view}
          caption={text.sizesNote}
          label={text.group}
          unit={text.people}
          whole={Math.max(1, people)}
          bars={clusters.map(({ name, people: count }) => ({ title: name, href: `#${name}`, count }))}
        />
        <Pairs
          pairs={[
            [text.madeAt, <Time view={view} at={madeAt} />],
            [text.sample, format(view, sample)],
            [text.next, <Time view={view} at={madeAt + every} />],
          ]}
        />
      </Section>
      <div class="columns">
        {clusters.map((cluster) => (
          <Group view={view} cluster={cluster} />
        ))}
      </div>
    </>
  );
}

function Group({ view, cluster: { name, features } }: { view: View; cluster: Cluster }) {
  const text = view.words.clusters;
  return (
    <section class="card" id={name} tabindex={-1}>
      <h2>{name}</h2>
      <Table
        caption={text.readsMore}
        columns={[
          { title: text.reads },
          { title: text.theirs, isNumber: true },
          { title: view.words.share },
          { title: text.everybody, isNumber: true },
        ]}
        empty={text.alike}
        isCompact
        rows={features.map((feature) => [
          titleOf(view, feature),
          percent(view, feature.share),
          <Bar part={feature.share} />,
          percent(view, feature.average),
        ])}
      />
    </section>
  );
}

const titleOf = ({ words }: View, { kind, name }: Feature): string => words.clusters[kind](name);
