import type { StageFigures } from "../../../reports/stages.ts";
import { Layout } from "../layout.tsx";
import { Bar } from "../parts/bars.tsx";
import { Lengths } from "../parts/length.tsx";
import { Matrix } from "../parts/matrix.tsx";
import { stay } from "../parts/stages.tsx";
import { Section, Table } from "../parts/table.tsx";
import { duration } from "../parts/time.tsx";
import { format, stageTitle, type View } from "../view.ts";

interface JourneyProps {
  view: View;
  length: number;
  figures: StageFigures[];
  cells: Map<string, number>;
}

/** The customer journey, how people move in it, and the score by which they do. */
export function Journey({ view, length, figures, cells }: JourneyProps) {
  const { words, base } = view;
  const path = `${base}/journey`;
  return (
    <Layout frame={view} title={words.journey} current="journey" here={length === 30 ? path : `${path}?days=${length}`}>
      <p class="faint lead">{words.journeyNote}</p>
      <Lengths view={view} path={path} chosen={length} />
      <Section title={words.stagesCaption}>
        <Flow view={view} figures={figures} />
      </Section>
      <Section title={words.movesCaption}>
        <Moves view={view} figures={figures} length={length} />
        <p class="faint">{words.stayNote}</p>
      </Section>
      <Section title={words.matrixTitle}>
        <p class="faint lead">{words.matrixNote}</p>
        <Matrix view={view} counts={cells} />
      </Section>
    </Layout>
  );
}

/** The stages below each other, each as wide as it has people, and what leads on from it and back. */
function Flow({ view, figures }: { view: View; figures: StageFigures[] }) {
  const { words, base, playbook } = view;
  const most = Math.max(1, ...figures.map(({ people }) => people));
  return (
    <ol class="flow">
      {figures.map(({ id, people, forward, timedOut, back }, i) => {
        const { kind, lasts } = playbook.stages[i]!;
        const isWindow = kind === "window";
        const window = lasts === undefined ? words.window : words.windowOf(duration(view, lasts));
        return (
          <li class={`flow-${kind}`}>
            <span class="flow-name">
              <b>{stageTitle(view, id)}</b>
              <span class="chip">{isWindow ? window : words.holding}</span>
            </span>
            <span class="flow-people">
              <a href={`${base}/people?stage=${encodeURIComponent(id)}`}>
                {format(view, people)} <span class="hidden">{words.people}</span>
              </a>
              <Bar part={people / most} />
            </span>
            <span class="flow-moves faint">
              {timedOut + back > 0 && (
                <span>
                  <span aria-hidden="true">↑ </span>
                  {words.movedBack(format(view, timedOut + back))}
                </span>
              )}
              {i < figures.length - 1 && (
                <span>
                  <span aria-hidden="true">↓ </span>
                  {words.movedOn(format(view, forward))}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Moves({ view, figures, length }: { view: View; figures: StageFigures[]; length: number }) {
  const { words } = view;
  const number = (value: number): string => format(view, value);
  return (
    <Table
      caption={words.lastDays(length)}
      columns={[
        { title: words.stage },
        { title: words.moveEntered, isNumber: true },
        { title: words.moveForward, isNumber: true },
        { title: words.moveTimedOut, isNumber: true },
        { title: words.moveBack, isNumber: true },
        { title: words.medianStay, isNumber: true },
        { title: words.averageStay, isNumber: true },
      ]}
      empty={words.none}
      rows={figures.map(({ id, entered, forward, timedOut, back, dwell }) => [
        stageTitle(view, id),
        number(entered),
        number(forward),
        number(timedOut),
        number(back),
        dwell ? stay(view, dwell.median) : "–",
        dwell ? stay(view, dwell.average) : "–",
      ])}
    />
  );
}
