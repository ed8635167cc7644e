import type { Part } from "../../../reports/page.ts";
import type { Happening } from "../../../reports/timeline.ts";
import type { View } from "../view.ts";
import { derived } from "./derived.ts";
import { Effects } from "./effects.tsx";
import { Pager } from "./pager.tsx";
import { Time } from "./time.tsx";
import { particulars, what } from "./what.ts";

interface TimelineProps {
  view: View;
  part: Part<Happening>;
  path: string;
  cursor: string | undefined;
}

/** All that somebody did, newest first, with what each thing led to. */
export function Timeline({ view, part: { items, next }, path, cursor }: TimelineProps) {
  const { words } = view;
  if (items.length === 0) return <p class="empty">{words.none}</p>;
  return (
    <>
      <ol class="timeline">
        {causesFirst(view, items).map((event) => (
          <li>
            <Time view={view} at={event.at} seconds />
            <div>
              <b>{what(view, event)}</b>
              {event.path !== null && (
                <span class="faint">
                  {" "}
                  {event.path}
                  {event.title !== null && ` – ${event.title}`}
                </span>
              )}
              <Particulars view={view} of={event} />
              <Effects view={view} of={event} />
            </div>
          </li>
        ))}
      </ol>
      <Pager frame={view} path={path} cursor={cursor} next={next} labels={{ first: words.newest, next: words.older }} />
    </>
  );
}

/** Of one moment, what followed by itself is newer than what it followed from. */
function causesFirst(view: View, items: Happening[]): Happening[] {
  const place = (event: Happening): number => Number(derived(view, event) !== null);
  return items.toSorted((a, b) => b.at - a.at || place(b) - place(a));
}

/** The particulars of an event, on a line of their own. What a website or server told is shown as text. */
export function Particulars({ view, of }: { view: View; of: Happening }) {
  const told = particulars(view, of);
  return told.length === 0 ? null : <span class="under particulars">{told.join(" · ")}</span>;
}
