/** What a spreadsheet would take for a formula; some take wide signs for the plain ones. */
const SIGNS = "=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20";

/** At the beginning of a text, or of what a spreadsheet that separates by the other sign would take for a cell. */
const FORMULA = new RegExp(`(^|[;,]"*)(?=[${SIGNS}])`, "g");

/** Between cells: a comma, or what a spreadsheet expects where the comma is in the numbers. */
export type Separator = "," | ";";

type Cell = string | number | boolean | null;

/**
 * One line of CSV (RFC 4180) with its line break. A text that a spreadsheet would run as a formula gets a `'` before it
 * (OWASP, CSV injection); numbers are left as they are, but for a decimal comma where a semicolon separates.
 */
export function csvLine(cells: readonly Cell[], separator: Separator = ","): string {
  return `${cells.map((value) => cell(value, separator)).join(separator)}\r\n`;
}

function cell(value: Cell, separator: Separator): string {
  if (value === null) return "";
  if (typeof value === "number" && separator === ";") return String(value).replace(".", ",");
  if (typeof value !== "string") return String(value);
  const text = value.replaceAll(FORMULA, "$1'");
  return /[";,\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
