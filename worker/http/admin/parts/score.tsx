import type { Score } from "../../../conditions/index.ts";
import { format, type View } from "../view.ts";

export function Grade({ grade }: { grade: string }) {
  return <span class={`grade grade-${grade}`}>{grade}</span>;
}

/** Behaviour points with the rank they make, in words. */
export function Behaviour({ view, behaviour }: { view: View; behaviour: Score["behaviour"] }) {
  const { words } = view;
  return (
    <>
      <b>{format(view, behaviour.points)}</b>{" "}
      <span class={`rank rank-${behaviour.rank}`}>
        {words.rank} {behaviour.rank}, {words.ranks[behaviour.rank]}
      </span>
    </>
  );
}
