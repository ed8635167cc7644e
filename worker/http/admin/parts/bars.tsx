import { format, type View } from "../view.ts";
import { Table } from "./table.tsx";

const WIDTH = 100;

interface BarsProps {
  view: View;
  caption: string;
  label: string;
  bars: { title: string; href: string; count: number }[];
}

/** Counts as a table with a bar in each row, so that whoever does not see the bars misses nothing. */
export function Bars({ view, caption, label, bars }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const { words } = view;
  return (
    <Table
      caption={caption}
      columns={[{ title: label }, { title: words.count, isNumber: true }, { title: words.share }]}
      empty={words.none}
      isCompact
      rows={bars.map(({ title, href, count }) => [
        <a href={href}>{title}</a>,
        format(view, count),
        <svg class="bar" viewBox={`0 0 ${WIDTH} 8`} preserveAspectRatio="none" aria-hidden="true">
          <rect class="track" width={WIDTH} height="8" />
          <rect class="value" width={(WIDTH * count) / most} height="8" />
        </svg>,
      ])}
    />
  );
}
