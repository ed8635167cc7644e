import { HOUR } from "../../../lib/duration.ts";
import type { StageMove } from "../../../reports/stages.ts";
import { stageTitle, type View } from "../view.ts";
import { Table } from "./table.tsx";
import { duration, stretch, Time } from "./time.tsx";

/** How long somebody stayed: days where it was days, minutes where it was minutes. */
export const stay = (view: View, ms: number): string => (ms < HOUR ? stretch(view, ms) : duration(view, ms));

/** The stages that somebody has been in, newest first. */
export function StageHistory({ view, moves }: { view: View; moves: StageMove[] }) {
  const { words } = view;
  return (
    <Table
      caption={words.stagesOfPersonCaption}
      columns={[{ title: words.time }, { title: words.move }, { title: words.stayed }, { title: words.why }]}
      empty={words.noMoves}
      rows={moves.map(({ at, from, to, stayed, by }) => [
        <Time view={view} at={at} />,
        <>
          {stageTitle(view, from)} <span aria-hidden="true">→</span>
          <span class="hidden"> {words.moved} </span> {stageTitle(view, to)}
        </>,
        stay(view, stayed),
        words.movedBy[by] ?? by,
      ])}
    />
  );
}
