import type { View } from "../view.ts";

/** How many days the pages about segments and the journey may look back. */
const LENGTHS = [30, 90, 365] as const;

/** The number of days asked for; 30 instead of anything else. */
export const lengthOf = (asked: string | undefined): number => LENGTHS.find((one) => String(one) === asked) ?? 30;

/** The way to the other lengths of time of a page. */
export function Lengths({ view: { words }, path, chosen }: { view: View; path: string; chosen: number }) {
  return (
    <nav class="choice" aria-label={words.period}>
      {LENGTHS.map((length) => (
        <a
          class="button quiet"
          href={length === 30 ? path : `${path}?days=${length}`}
          aria-current={length === chosen ? "true" : undefined}
        >
          {words.lastDays(length)}
        </a>
      ))}
    </nav>
  );
}
