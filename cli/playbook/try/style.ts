import "../color.ts";
import { stripVTControlCharacters, styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in colour where the terminal shows it, plain where it is piped (NO_COLOR, FORCE_COLOR). */
export const style = (how: Style, text: string): string => styleText(how, text, { stream: process.stdout });

export const bold = (text: string): string => style("bold", text);
export const faint = (text: string): string => style("dim", text);

/** A sign before what holds or does not. */
export const mark = (holds: boolean): string => (holds ? style("green", "✓") : style("red", "✗"));

/** A heading of a report. */
export const heading = (text: string): string => `\n${style(["bold", "cyan"], text)}`;

/** A moment as `3 Dec 2026, 14:05`, in a time zone. */
export function moment(iso: string, timeZone: string): string {
  const how = { dateStyle: "medium", timeStyle: "short", timeZone } as const;
  return new Intl.DateTimeFormat("en-GB", how).format(Date.parse(iso));
}

/** Points with their sign, aligned. */
export const signed = (points: number): string => `${points > 0 ? "+" : ""}${points}`.padStart(7);

/** Columns as wide as their widest cell; a cell's colour does not count. */
export function columns(rows: string[][]): string {
  const width = (text: string): number => stripVTControlCharacters(text).length;
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? ""))));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + " ".repeat(widths[i]! - width(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
