import { Table } from "./table.tsx";
import type { View } from "../view.ts";

const WIDTH = 10;
const GAP = 1.5;
const HEIGHT = 100;

interface ChartProps {
  view: View;
  caption: string;
  /** What a column stands for, and what its height does. */
  labels: { column: string; value: string };
  columns: { title: string; value: number | null; figure: string }[];
  /** What the scale ends at; worked out from the columns where it is not given. */
  most?: number;
  /** A number of the scale, in words. */
  scale: (value: number) => string;
  /** One more line of figures, of what has no column. */
  rest?: [title: string, figure: string] | undefined;
}

/** Numbers by day as columns, with the same figures as a table below: the picture only repeats them. */
export function Chart({ view, caption, labels, columns, most, scale, rest }: ChartProps) {
  const top = most ?? roundedUp(Math.max(...columns.map(({ value }) => value ?? 0)));
  const ends = [columns[0], columns.at(-1)];
  const figures = columns.filter(({ value }) => value !== null).map(({ title, figure }) => [title, figure]);
  return (
    <figure class="chart">
      <figcaption class="faint">{caption}</figcaption>
      <div class="plot" aria-hidden="true">
        <div class="scale">
          {[top, top / 2, 0].map((value) => (
            <span>{scale(value)}</span>
          ))}
        </div>
        <svg viewBox={`0 0 ${columns.length * WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          {[0.5, HEIGHT / 2, HEIGHT - 0.5].map((y) => (
            <line x1="0" x2={columns.length * WIDTH} y1={y} y2={y} />
          ))}
          {columns.map(({ title, value, figure }, i) => (
            <Column at={i} part={value === null ? 0 : value / top} title={`${title}: ${figure}`} />
          ))}
        </svg>
        <div class="ends">
          {ends.map((end) => (
            <span>{end?.title}</span>
          ))}
        </div>
      </div>
      <details>
        <summary>{view.words.figures}</summary>
        <Table
          caption={caption}
          columns={[{ title: labels.column }, { title: labels.value, isNumber: true }]}
          empty={view.words.none}
          isCompact
          rows={rest ? [...figures, rest] : figures}
        />
      </details>
    </figure>
  );
}

function Column({ at, part, title }: { at: number; part: number; title: string }) {
  const height = HEIGHT * part;
  return (
    <rect x={at * WIDTH + GAP} y={HEIGHT - height} width={WIDTH - 2 * GAP} height={height}>
      <title>{title}</title>
    </rect>
  );
}

/** The next number that makes a scale with a whole middle. */
export function roundedUp(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= most) ?? 10 * power;
}
