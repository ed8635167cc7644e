import type { Condition } from "../condition.ts";
import type { Playbook } from "../document.ts";
import type { BehaviourRule, Scoring } from "../scoring.ts";
import { nodesIn } from "./nodes.ts";
import type { Problem } from "./problem.ts";

/** The least and the most that can be held. */
interface Range {
  least: number;
  most: number;
}

/** Scores, ranks, grades and times that nobody can come to. */
export function* thresholds(playbook: Playbook): Generator<Problem> {
  const reach = reachOf(playbook.scoring);
  for (const { path, node } of nodesIn(playbook)) {
    for (const message of unreachable(node, reach, playbook)) yield { rule: "impossible-threshold", path, message };
  }
}

function reachOf(scoring: Scoring) {
  const behaviour = total(scoring.behaviour.map(held));
  const fit = total(scoring.fit.map(({ points }) => ({ least: Math.min(0, points), most: Math.max(0, points) })));
  return {
    behaviour,
    fit,
    ranks: new Set(reached(scoring.ranks, behaviour).map((step) => step?.rank ?? 4)),
    grades: new Set<string>(reached(scoring.grades, fit).map((step) => step?.grade ?? "D")),
  };
}

/** The least and the most that a rule holds. */
function held({ points, cap, tiers }: BehaviourRule): Range {
  const given = points === undefined ? (tiers ?? []).map((tier) => tier.points) : [points];
  const most = (each: number[]): number => (points === undefined ? Math.max(0, ...each) : (cap ?? Infinity));
  const [up, down] = [given.filter((one) => one > 0), given.filter((one) => one < 0).map(Math.abs)];
  return { least: down.length === 0 ? 0 : -most(down), most: up.length === 0 ? 0 : most(up) };
}

const total = (each: Range[]): Range => ({
  least: each.reduce((sum, one) => sum + one.least, 0),
  most: each.reduce((sum, one) => sum + one.most, 0),
});

/** The steps that points between least and most come to; undefined is below the lowest. */
function reached<S extends { from: number }>(steps: S[], { least, most }: Range): (S | undefined)[] {
  const sorted = steps.toSorted((a, b) => a.from - b.from);
  const within = sorted.filter(({ from }, i) => from <= most && (sorted[i + 1]?.from ?? Infinity) > least);
  return least < (sorted[0]?.from ?? Infinity) ? [undefined, ...within] : within;
}

function* unreachable(node: Condition, reach: ReturnType<typeof reachOf>, playbook: Playbook): Generator<string> {
  if ("score" in node) {
    const { behaviour, rank, fit } = node.score;
    const { least, most } = reach.behaviour;
    if ((behaviour?.gte ?? -Infinity) > most)
      yield `the behaviour rules give ${most} points at most, never ${behaviour?.gte}; lower it, or raise points and caps`;
    if ((behaviour?.lte ?? Infinity) < least)
      yield `behaviour is never below ${least} points; raise "lte", or add rules with negative points`;
    const { gte = 1, lte = 4 } = rank ?? {};
    if (rank && gte <= lte && ![...reach.ranks].some((one) => one >= gte && one <= lte))
      yield `no points come to that rank: behaviour gives ${most} at most; mend ranks in scoring.yaml, or the points`;
    // A is the best grade, so "gte: B" is A or B.
    if (fit && ![...reach.grades].some((one) => one <= (fit.gte ?? "D") && one >= (fit.lte ?? "A")))
      yield `no points come to that grade: fit gives ${reach.fit.least} to ${reach.fit.most}; mend grades in scoring.yaml, or the points`;
  }
  if ("stage" in node && node.longerThan !== undefined) {
    const { longerThan } = node;
    const stages = [node.stage].flat().map((id) => playbook.stages.find((stage) => stage.id === id));
    if (stages.every((stage) => stage?.lasts !== undefined && stage.lasts <= longerThan))
      yield `nobody stays that long in ${[node.stage].flat().join(" or ")}: the window "lasts" no longer; write a shorter time`;
  }
}
