import type { View } from "../view.ts";
import { dayOf } from "../../../lib/day.ts";
import { DAY } from "../../../lib/duration.ts";

/** How many days a report may look back. */
const LENGTHS = [7, 30, 90] as const;

/** The days that a report is about, oldest first, as `2026-11-22`. */
export interface Period {
  length: number;
  days: string[];
  from: string;
  to: string;
}

/** The period asked for by its number of days, up to today in UTC; 30 days instead of anything else. */
export function periodOf(asked: string | undefined, now: number): Period {
  const length = LENGTHS.find((one) => String(one) === asked) ?? 30;
  const day = (ago: number): string => dayOf(now - ago * DAY);
  const days = Array.from({ length }, (_, i) => day(length - 1 - i));
  return { length, days, from: day(length - 1), to: day(0) };
}

/** The way to the other periods of a page. */
export function Periods({ view: { words }, path, chosen }: { view: View; path: string; chosen: Period }) {
  return (
    <nav class="choice" aria-label={words.period}>
      {LENGTHS.map((length) => (
        <a
          class="button quiet"
          href={length === 30 ? path : `${path}?days=${length}`}
          aria-current={length === chosen.length ? "true" : undefined}
        >
          {words.lastDays(length)}
        </a>
      ))}
    </nav>
  );
}
