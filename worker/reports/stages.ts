import type { Row } from "@libsql/client/http";
import { PERSON_ID } from "./people.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { number, type Query } from "./query.ts";

/** Somebody's move from a stage to another. `stayed` is how long, ms, they had been in the one they left. */
export interface StageMove {
  at: number;
  from: string;
  to: string;
  stayed: number;
  /** What moved them: an event, time, a playbook that was published, or that they were found to be somebody known. */
  by: string;
}

/** The moves of one person, newest first. */
export function stagesOf(profile: string, page: Page): Query<Part<StageMove>> {
  const key = keyOf(page, 2);
  return {
    statements: [
      {
        // Of moves of one moment the later stored is the later.
        sql: `SELECT rowid, at, from_stage, to_stage, stayed, by FROM stage_moves
              WHERE profile_id = ${PERSON_ID} ${key ? "AND (at, rowid) < (?, ?)" : ""}
              ORDER BY at DESC, rowid DESC LIMIT ?`,
        args: [profile, ...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["at"]), Number(row["rowid"])], toMove),
  };
}

const toMove = (row: Row): StageMove => ({
  at: Number(row["at"]),
  from: String(row["from_stage"]),
  to: String(row["to_stage"]),
  stayed: Number(row["stayed"]),
  by: String(row["by"]),
});

/** How many people went from a stage to another, and what moved them. */
export interface Flow {
  from: string;
  to: string;
  by: string;
  moves: number;
  /** How long, ms, all of them together had stayed in `from`. */
  stayed: number;
}

/** The moves since a time (epoch ms), added up. */
export function stageFlows(since: number): Query<Flow[]> {
  return {
    statements: [
      {
        sql: `SELECT from_stage, to_stage, by, count(*) AS moves, sum(stayed) AS stayed FROM stage_moves
              WHERE at >= ? GROUP BY from_stage, to_stage, by`,
        args: [since],
      },
    ],
    read: (rows) => rows.map((row) => ({ ...toMove(row), moves: Number(row["moves"]) })),
  };
}

/** So many of the latest stays in a stage say how long the one in the middle is. */
const MOST_STAYS = 10_000;

/** How long, ms, half of those who left each of `stages` since a time had stayed at most; of the latest {@link MOST_STAYS}. */
export function medianStays(stages: string[], since: number): Query<Map<string, number>> {
  return {
    statements: stages.map((stage) => ({
      sql: `SELECT ? AS stage, avg(stayed) AS median FROM (
              SELECT stayed, row_number() OVER (ORDER BY stayed) AS place, count(*) OVER () AS stays FROM (
                SELECT stayed FROM stage_moves WHERE from_stage = ? AND at >= ? ORDER BY at DESC LIMIT ${MOST_STAYS}))
            WHERE place IN ((stays + 1) / 2, (stays + 2) / 2)`,
      args: [stage, stage, since],
    })),
    read: (rows) =>
      new Map(
        rows.flatMap((row) => {
          const median = number(row, "median");
          return median === null ? [] : [[String(row["stage"]), median] as const];
        }),
      ),
  };
}

/** What became of a stage's people in some days. `dwell` is of those who left it, ms; null where nobody did. */
export interface StageFigures {
  id: string;
  people: number;
  entered: number;
  left: number;
  /** Of those who left: on to a later stage. */
  forward: number;
  /** Back because their time there was over. */
  timedOut: number;
  /** Back for another reason. */
  back: number;
  dwell: { median: number; average: number } | null;
}

/** Counts, moves and stays as one line for each stage, in the order of `stages`. */
export function stageFigures(
  stages: string[],
  people: Map<string, number>,
  flows: Flow[],
  medians: Map<string, number>,
): StageFigures[] {
  const sum = (of: Flow[]): number => of.reduce((all, { moves }) => all + moves, 0);
  return stages.map((id, place) => {
    const leaving = flows.filter(({ from }) => from === id);
    const isForward = ({ to }: Flow): boolean => stages.indexOf(to) > place;
    const backwards = leaving.filter((flow) => !isForward(flow));
    const left = sum(leaving);
    const stayed = leaving.reduce((all, flow) => all + flow.stayed, 0);
    return {
      id,
      people: people.get(id) ?? 0,
      entered: sum(flows.filter(({ to }) => to === id)),
      left,
      forward: sum(leaving.filter(isForward)),
      timedOut: sum(backwards.filter(({ by }) => by === "time")),
      back: sum(backwards.filter(({ by }) => by !== "time")),
      dwell: left === 0 ? null : { median: medians.get(id) ?? 0, average: stayed / left },
    };
  });
}
