import type { Comparison, Condition, Scoring } from "../../playbook/index.ts";
import { all, type Writing } from "./binder.ts";
import { rounded } from "./gauges/sum.ts";

type Wanted = Extract<Condition, { score: unknown }>["score"];

/** Writes a whole condition. */
export type WriteCondition = (when: Condition, writing: Writing) => string;

const GRADES = ["A", "B", "C", "D"] as const;
const RANKS = [1, 2, 3, 4];

/** Nobody's, where no score is known: no points, the last grade and rank (scoring/fit.ts). */
const NOTHING: Scoring = { halfLife: 1, behaviour: [], fit: [], grades: [], ranks: [], matrix: {} };

/** Whether a score is what is asked for; `condition` writes what fit rules ask. */
export function score({ behaviour, rank, fit, action }: Wanted, writing: Writing, condition: WriteCondition): string {
  const scoring = writing.scoring ?? NOTHING;
  const { bind } = writing;
  const gradeOf = (): string =>
    highest(
      "fit",
      scoring.grades.map((step) => [step.from, `'${step.grade}'`]),
      "'D'",
      bind,
    );
  const rankOf = (): string =>
    highest(
      "behaviour",
      scoring.ranks.map((step) => [step.from, String(step.rank)]),
      "4",
      bind,
    );
  const grades = GRADES.filter((one) => (fit?.gte ?? "D") >= one && (fit?.lte ?? "A") <= one);
  const ranks = RANKS.filter((one) => one >= (rank?.gte ?? 0) && one <= (rank?.lte ?? 9));
  const cells = action === undefined ? [] : cellsOf([action].flat(), scoring);
  const tests = [
    ...(behaviour === undefined ? [] : [between("behaviour", behaviour, bind)]),
    ...(rank === undefined ? [] : [`${rankOf()} IN (${ranks.join(", ")})`]),
    ...(fit === undefined ? [] : [`${gradeOf()} IN (${quoted(grades)})`]),
    ...(action === undefined ? [] : [`(${gradeOf()}) || (${rankOf()}) IN (${quoted(cells)})`]),
  ];
  const asksFit = fit !== undefined || action !== undefined;
  const asksBehaviour = behaviour !== undefined || rank !== undefined || action !== undefined;
  return `EXISTS (SELECT 1 FROM (SELECT
    ${asksBehaviour && scoring.behaviour.length > 0 ? behaviourPoints(scoring, writing) : "0"} AS behaviour,
    ${asksFit && scoring.fit.length > 0 ? fitPoints(scoring, writing, condition) : "0"} AS fit) WHERE ${all(tests)})`;
}

/** Fit rules ask on their own: of no score but nobody's, and of the time of day in UTC. */
function fitPoints(scoring: Scoring, writing: Writing, condition: WriteCondition): string {
  const alone = { ...writing, timeZone: "UTC", scoring: undefined };
  return scoring.fit
    .map(({ when, points }) => `iif(${condition(when, alone)}, ${writing.bind(points)}, 0)`)
    .join(" + ");
}

const quoted = (names: string[]): string => names.map((name) => `'${name}'`).join(", ");

/** What the highest step gives that so many points reach. */
function highest(points: string, steps: [from: number, what: string][], otherwise: string, bind: Writing["bind"]) {
  if (steps.length === 0) return otherwise;
  const cases = steps
    .toSorted(([a], [b]) => b - a)
    .map(([from, what]) => `WHEN ${points} >= ${bind(from)} THEN ${what}`);
  return `CASE ${cases.join(" ")} ELSE ${otherwise} END`;
}

/** The cells of the matrix for which one of these is the first thing it says. */
function cellsOf(actions: string[], { matrix }: Scoring): string[] {
  const cells = GRADES.flatMap((grade) => RANKS.map((rank) => `${grade}${rank}`));
  return cells.filter((cell) =>
    actions.includes(Object.keys(matrix).find((name) => matrix[name]!.includes(cell)) ?? ""),
  );
}

export function between(value: string, { gte, lte }: Comparison, bind: Writing["bind"]): string {
  return all([
    ...(gte === undefined ? [] : [`${value} >= ${bind(gte)}`]),
    ...(lte === undefined ? [] : [`${value} <= ${bind(lte)}`]),
  ]);
}

/** Each rule's points as they have faded until now, told to the hundredth, and added up (scoring/behaviour.ts). */
function behaviourPoints(scoring: Scoring, { now, bind }: Writing): string {
  const halfLives = Object.fromEntries(scoring.behaviour.map(({ id, halfLife }) => [id, halfLife ?? scoring.halfLife]));
  // The id of a rule has nothing that a JSON path would have to quote.
  const held = (what: string): string => `p.state ->> ('$."rules"."' || key || '"."${what}"')`;
  // Worked out once each: SQLite would else write every step into all places where the next ones name it.
  return `(WITH
    ages AS MATERIALIZED (
      SELECT ${held("points")} AS points, max(0, ${bind(now)} - ${held("at")}) / CAST(value AS REAL) AS x
      FROM json_each(${bind(JSON.stringify(halfLives))})),
    parts AS MATERIALIZED (
      SELECT points, CAST(x AS INTEGER) AS whole, (x - CAST(x AS INTEGER)) * ${Math.LN2} AS t FROM ages),
    powers AS MATERIALIZED (SELECT points, whole, t, t * t AS t2, t * t * t * t AS t4 FROM parts),
    faded AS MATERIALIZED (
      SELECT CASE WHEN whole > 60 THEN 0 ELSE points * ((${HALVED}) / (1 << whole)) END AS rest FROM powers)
    SELECT coalesce(sum(${rounded("rest * 100")}), 0) / 100.0 FROM faded)`;
}

/**
 * Taylor's series of exp(-t) for t from 0 to ln 2, to the last bit of a double, written by powers of t⁴: SQLite may lack `pow`, and
 * its parser is not deep.
 */
const HALVED = exponential(19);

function exponential(terms: number): string {
  const factors: number[] = [];
  for (let i = 0, factorial = 1; i < terms; factorial *= ++i) factors.push((i % 2 ? -1 : 1) / factorial);
  const powers = ["1.0", "t", "t2", "t2 * t"];
  const fours = Array.from({ length: Math.ceil(terms / 4) }, (_, i) => {
    const four = factors.slice(i * 4, i * 4 + 4).map((factor, j) => `(${factor}) * ${powers[j]}`);
    return [...Array.from({ length: i }, () => "t4"), `(${four.join(" + ")})`].join(" * ");
  });
  // The smallest first, so that they are not lost beside the largest.
  return fours.toReversed().join(" + ");
}
