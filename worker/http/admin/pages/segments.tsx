import type { SegmentDay } from "../../../reports/segments.ts";
import { kindOf } from "../../../segments/kind.ts";
import { Layout } from "../layout.tsx";
import { Lengths } from "../parts/length.tsx";
import { Sparkline } from "../parts/sizes.tsx";
import { Table } from "../parts/table.tsx";
import { format, segmentTitle, type View } from "../view.ts";

interface SegmentsProps {
  view: View;
  length: number;
  counts: Map<string, number>;
  sizes: Map<string, SegmentDay[]>;
}

/** All segments: how large they are, and how they went. */
export function Segments({ view, length, counts, sizes }: SegmentsProps) {
  const { words, base, playbook } = view;
  const path = `${base}/segments`;
  const sum = (days: SegmentDay[], of: "entered" | "left"): string =>
    format(
      view,
      days.reduce((all, day) => all + day[of], 0),
    );
  return (
    <Layout
      frame={view}
      title={words.segments}
      current="segments"
      here={length === 30 ? path : `${path}?days=${length}`}
    >
      <p class="faint lead">
        {words.segmentsNote} <a href={`${base}/clusters`}>{words.clusters.title}</a>
      </p>
      <Lengths view={view} path={path} chosen={length} />
      <Table
        caption={words.segmentsListCaption}
        columns={[
          { title: words.segment },
          { title: words.looksAt },
          { title: words.count, isNumber: true },
          { title: words.trend(length) },
          { title: words.cameIn, isNumber: true },
          { title: words.wentOut, isNumber: true },
        ]}
        empty={words.noSegments}
        rows={Object.keys(playbook.segments).map((name) => {
          const days = sizes.get(name) ?? [];
          return [
            <a href={`${path}/${name}`}>{segmentTitle(view, name)}</a>,
            words.segmentKinds[kindOf(playbook.segments, name)] ?? "",
            format(view, counts.get(name) ?? 0),
            days.length === 0 ? (
              <span class="faint">–</span>
            ) : (
              <Sparkline view={view} values={days.map(({ people }) => people)} />
            ),
            sum(days, "entered"),
            sum(days, "left"),
          ];
        })}
      />
    </Layout>
  );
}
