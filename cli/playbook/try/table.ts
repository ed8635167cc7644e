import type { Report } from "./report.ts";
import { bold, columns, faint } from "./style.ts";

/** Everybody in one table: who would be where, and what they would see. */
export function table(reports: Report[]): string {
  const blocks = reports[0]?.blocks.map(({ name }) => name) ?? [];
  const head = ["persona", "stage", "fit", "rank", "action", "segments", ...blocks].map(bold);
  const rows = reports.map(({ who, stage, score, segments, blocks: shown }) => [
    who,
    stage.id,
    score.fit.grade,
    String(score.behaviour.rank),
    score.action ?? faint("–"),
    segments.flatMap(({ name, isIn }) => (isIn ? [name] : [])).join(", ") || faint("–"),
    ...shown.map(({ variant }) => variant ?? faint("–")),
  ]);
  return columns([head, ...rows]);
}
