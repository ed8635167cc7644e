import type { Happening } from "../../../reports/timeline.ts";
import { format, ruleTitle, segmentTitle, stageTitle, type View } from "../view.ts";

/** What came of an event: points by rule, a new stage, segments entered and left. */
export function Effects({ view, of }: { view: View; of: Pick<Happening, "points" | "stage" | "entered" | "left"> }) {
  const { words } = view;
  const { points, stage, entered = [], left = [] } = of;
  if (points.length === 0 && !stage && entered.length === 0 && left.length === 0) return null;
  return (
    <ul class="chips">
      {points.map((line) => (
        <li class="chip points">
          <b>{`${line.points > 0 ? "+" : "−"}${format(view, Math.abs(line.points))}`}</b> {ruleTitle(view, line.rule)}
        </li>
      ))}
      {stage && (
        <li class="chip stage">
          {words.stage}: {stageTitle(view, stage.from)} <span aria-hidden="true">→</span>
          <span class="hidden"> {words.moved} </span> <b>{stageTitle(view, stage.to)}</b>
        </li>
      )}
      {entered.map((name) => (
        <li class="chip">
          {words.entered} <b>{segmentTitle(view, name)}</b>
        </li>
      ))}
      {left.map((name) => (
        <li class="chip">
          {words.left} <b>{segmentTitle(view, name)}</b>
        </li>
      ))}
    </ul>
  );
}

/** The segments somebody is in; those that the playbook has no longer are left as soon as people are brought to it. */
export function Segments({ view, names: all }: { view: View; names: string[] }) {
  const names = all.filter((name) => Object.hasOwn(view.playbook.segments, name));
  if (names.length === 0) return <span class="faint">–</span>;
  return (
    <ul class="chips">
      {names.map((name) => (
        <li class="chip">{segmentTitle(view, name)}</li>
      ))}
    </ul>
  );
}
