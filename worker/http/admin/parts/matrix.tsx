import { GRADES, RANKS } from "../../../reports/matrix.ts";
import { actionOf } from "../../../scoring/index.ts";
import { format, type View } from "../view.ts";
import { Grade } from "./score.tsx";

/** So many actions have a colour of their own; all have their names. */
const COLOURS = 4;

/** The score as a coordinate system: how many people are where, and what the playbook says of it. */
export function Matrix({ view, counts }: { view: View; counts: Map<string, number> }) {
  const { words, base, playbook } = view;
  const actions = Object.keys(playbook.scoring.matrix);
  return (
    <table class="compact matrix">
      <caption>{words.matrixCaption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden">{words.grade}</span>
          </th>
          {RANKS.map((rank) => (
            <th scope="col">
              {words.rank} {rank}
              <span class="under">{words.ranks[rank]}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {GRADES.map((grade) => (
          <tr>
            <th scope="row">
              <Grade grade={grade} />
            </th>
            {RANKS.map((rank) => {
              const cell = `${grade}${rank}`;
              const action = actionOf(cell, playbook.scoring);
              const colour = action === null ? "none" : actions.indexOf(action) % COLOURS;
              return (
                <td class={`action-${colour}`}>
                  <a href={`${base}/people?cell=${cell}`}>
                    <b>{format(view, counts.get(cell) ?? 0)}</b>
                    <span class="hidden"> {words.peopleIn(cell)}</span>
                  </a>
                  <span class="under">{action === null ? words.noAction : (words.actions[action] ?? action)}</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
