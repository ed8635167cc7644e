import { cpus } from "node:os";
import type { Row } from "./row.ts";

/** The rows as a table for people. */
export function table(rows: Row[]): string {
  const lines = rows.map((row) => [
    row.ok ? "✓" : "✗",
    row.row,
    row.what,
    shown(row.value, row) + (row.range ? ` (${row.range.map((value) => value.toFixed(2)).join("–")})` : ""),
    `${row.kind === "ratio" ? "≥" : "≤"} ${row.budget}${row.unit === "×" ? "" : ` ${row.unit}`}`.trim(),
    row.ours ?? "",
    row.floor ?? "",
    row.note ?? "",
  ]);
  const all = [["", "row", "what", "value", "budget", "Fodspor", "floor", ""], ...lines];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((line) => line[i]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The rows and where they were measured, for programs. */
export function json(rows: Row[], quick: boolean): string {
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, platform: process.platform, node: process.version };
  return JSON.stringify({ at: new Date().toISOString(), quick, machine, rows });
}

function shown(value: number, { kind, unit }: Row): string {
  if (kind === "ratio") return value.toFixed(2);
  return `${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`.trim();
}
