import type { Child } from "hono/jsx";
import { format, type View } from "../view.ts";
import { Table } from "./table.tsx";

const WIDTH = 100;

interface BarsProps {
  view: View;
  caption: string;
  label: string;
  bars: { title: Child; href?: string; count: number; isRest?: boolean }[];
  /** What is counted, where it is not people. */
  unit?: string;
  /** What a full bar stands for; the longest of them if not given. */
  whole?: number;
  /** Shown where there are no bars. */
  empty?: string;
}

/** Counts as a table with a bar in each row, so that whoever does not see the bars misses nothing. */
export function Bars({ view, caption, label, bars, unit, whole, empty }: BarsProps) {
  // What is only a remainder would make all else look small.
  const most = whole ?? Math.max(1, ...bars.filter(({ isRest }) => !isRest).map(({ count }) => count));
  const { words } = view;
  return (
    <Table
      caption={caption}
      columns={[{ title: label }, { title: unit ?? words.count, isNumber: true }, { title: words.share }]}
      empty={empty ?? words.none}
      isCompact
      rows={bars.map(({ title, href, count, isRest }) => [
        href === undefined ? title : <a href={href}>{title}</a>,
        format(view, count),
        isRest ? "" : <Bar part={Math.min(1, count / most)} />,
      ])}
    />
  );
}

/** A part of a whole, 0 to 1, as a bar; the number it shows stands beside it. */
export function Bar({ part }: { part: number }) {
  return (
    <svg class="bar" viewBox={`0 0 ${WIDTH} 8`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width={WIDTH} height="8" />
      <rect class="value" width={WIDTH * part} height="8" />
    </svg>
  );
}
