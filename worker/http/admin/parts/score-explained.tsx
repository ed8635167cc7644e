import type { Known } from "../../../reports/people.ts";
import { explain, explainFit, scoreAt } from "../../../scoring/index.ts";
import { format, ruleTitle, type View } from "../view.ts";
import { Behaviour, Grade } from "./score.tsx";
import { Table } from "./table.tsx";
import { duration, Time } from "./time.tsx";

/** Where each point comes from: both dimensions, rule by rule, adding up to what is shown everywhere else. */
export function ScoreExplained({ view, known: { state } }: { view: View; known: Known }) {
  const { words, now } = view;
  const { scoring } = view.playbook;
  const { fit, behaviour } = scoreAt(state, scoring, now);
  const halfLife = (id: string): number =>
    scoring.behaviour.find((rule) => rule.id === id)?.halfLife ?? scoring.halfLife;
  return (
    <>
      <dl class="numbers two">
        <div>
          <dt>{words.behaviour}</dt>
          <dd>
            <Behaviour view={view} behaviour={behaviour} />
          </dd>
        </div>
        <div>
          <dt>{words.fit}</dt>
          <dd>
            <Grade grade={fit.grade} />
          </dd>
        </div>
      </dl>
      <div class="columns">
        <Table
          caption={words.behaviourCaption}
          columns={[
            { title: words.rule },
            { title: words.points, isNumber: true },
            { title: words.lastGiven },
            { title: words.halves },
          ]}
          empty={words.noPoints}
          isAlwaysCaptioned
          rows={explain(state, scoring, now).map(({ rule, points, at }) => [
            ruleTitle(view, rule),
            format(view, points),
            <Time view={view} at={at} />,
            duration(view, halfLife(rule)),
          ])}
          total={[words.total, <b>{format(view, behaviour.points)}</b>, "", ""]}
        />
        <Table
          caption={words.fitCaption}
          columns={[{ title: words.rule }, { title: words.points, isNumber: true }]}
          isCompact
          empty={words.noPoints}
          isAlwaysCaptioned
          rows={explainFit(state, scoring, now).map(({ rule, points }) => [
            ruleTitle(view, rule),
            format(view, points),
          ])}
          total={[words.total, <b>{format(view, fit.points)}</b>]}
        />
      </div>
    </>
  );
}
