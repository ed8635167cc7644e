import type { SegmentDay } from "../../../reports/segments.ts";
import { dayName, format, type View } from "../view.ts";
import { roundedUp } from "./chart.tsx";
import { Table } from "./table.tsx";

const WIDTH = 1_000;
const HEIGHT = 100;

/** A line through numbers, from left to right, over a scale that ends at `top`. */
function line(values: number[], top: number): string {
  const step = WIDTH / Math.max(1, values.length - 1);
  return values.map((value, i) => `${i === 0 ? "M" : "L"}${(i * step).toFixed(1)} ${place(value, top)}`).join("");
}

const place = (value: number, top: number): string => (HEIGHT - (HEIGHT * value) / Math.max(1, top)).toFixed(1);

/** How a number went, small: the words beside it tell where it began and ended. */
export function Sparkline({ view, values }: { view: View; values: number[] }) {
  const told = view.words.trendOf(format(view, values[0] ?? 0), format(view, values.at(-1) ?? 0));
  return (
    <>
      <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={line(values, Math.max(...values))} />
      </svg>
      <span class="hidden">{told}</span>
    </>
  );
}

/** A segment's size as a line, with the figures below it: the picture only repeats them. */
export function SizeChart({ view, days }: { view: View; days: SegmentDay[] }) {
  const { words } = view;
  const values = days.map(({ people }) => people);
  const top = roundedUp(Math.max(...values));
  const drawn = line(values, top);
  return (
    <figure class="chart">
      <figcaption class="faint">{words.sizeByDay}</figcaption>
      <div class="plot" aria-hidden="true">
        <div class="scale">
          {[top, top / 2, 0].map((value) => (
            <span>{format(view, value)}</span>
          ))}
        </div>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          {[0.5, HEIGHT / 2, HEIGHT - 0.5].map((y) => (
            <line x1="0" x2={WIDTH} y1={y} y2={y} />
          ))}
          <path class="area" d={`${drawn}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />
          <path class="line" d={drawn} />
        </svg>
        <div class="ends">
          {[days[0], days.at(-1)].map((end) => (
            <span>{end && dayName(view, end.day)}</span>
          ))}
        </div>
      </div>
      <details>
        <summary>{words.sizeFigures}</summary>
        <Table
          caption={words.sizeByDay}
          columns={[
            { title: words.date },
            { title: words.cameIn, isNumber: true },
            { title: words.wentOut, isNumber: true },
            { title: words.count, isNumber: true },
          ]}
          empty={words.none}
          isCompact
          rows={days
            .toReversed()
            .map(({ day, entered, left, people }) => [
              dayName(view, day),
              format(view, entered),
              format(view, left),
              format(view, people),
            ])}
        />
      </details>
    </figure>
  );
}
