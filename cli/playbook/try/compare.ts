import type { Comparison } from "./profile.ts";
import { bold, columns, heading, style } from "./style.ts";

/** What is stored of somebody beside what this playbook would make of them. */
export function compare({ stored, report }: Comparison): string {
  const { stage, score, segments } = report;
  const names = segments.flatMap(({ name, isIn }) => (isIn ? [name] : []));
  const rows: [string, string, string][] = [
    ["stage", stored.stage, stage.id],
    ["score", stored.cell, score.cell],
    ["fit", String(stored.fit), String(score.fit.points)],
    ["behaviour", String(stored.behaviour), String(score.behaviour.points)],
    ["segments", stored.segments.join(", ") || "–", names.join(", ") || "–"],
  ];
  const shown = rows.map(([what, before, after]) => [
    `  ${what}`,
    before,
    before === after ? after : style("yellow", `${after} (other)`),
  ]);
  return [
    heading("Now and under this playbook"),
    columns([["", "stored now", "this playbook"].map(bold), ...shown]),
  ].join("\n");
}
