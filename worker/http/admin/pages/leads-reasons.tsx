import type { Child } from "hono/jsx";
import type { KnownLead } from "../../../reports/leads.ts";
import { Segments } from "../parts/effects.tsx";
import { Pairs } from "../parts/facts.tsx";
import { Time } from "../parts/time.tsx";
import { format, ruleTitle, stageTitle, type View } from "../view.ts";

/** Why somebody was handed over, as it was then: what to know before calling. */
export function Reasons({ view, lead: { reasons, person } }: { view: View; lead: KnownLead }) {
  const { words } = view;
  const { fit, behaviour, stage, segments, topics, pages } = reasons;
  return (
    <div class="reasons">
      <h3>{words.sales.whatTheyDid}</h3>
      {person.objected ? <p class="empty">{words.sales.objected}</p> : <Lines view={view} lines={behaviour.lines} />}
      {pages.length > 0 && (
        <>
          <h3>{words.sales.pagesRead}</h3>
          <ul class="links">
            {pages.map(({ path, title, at }) => (
              <li>
                {title ?? path}{" "}
                <span class="faint">
                  {title !== null && `${path}, `}
                  <Time view={view} at={at} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{words.sales.whoTheyAre}</h3>
      <Lines view={view} lines={fit.lines} />
      <Pairs
        pairs={[
          [words.stage, stageTitle(view, stage)],
          ...(person.objected
            ? []
            : ([
                [words.segments, <Segments view={view} names={segments} />],
                [words.topics, topics.join(", ") || "–"],
              ] as [string, Child][])),
        ]}
      />
    </div>
  );
}

function Lines({ view, lines }: { view: View; lines: { rule: string; points: number }[] }) {
  if (lines.length === 0) return <p class="empty">{view.words.noPoints}</p>;
  return (
    <ul class="chips">
      {lines.map(({ rule, points }) => (
        <li class="chip points">
          <b>{`${points < 0 ? "−" : "+"}${format(view, Math.abs(points))}`}</b> {ruleTitle(view, rule)}
        </li>
      ))}
    </ul>
  );
}
