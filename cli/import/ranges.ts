import { createHash } from "node:crypto";
import { cidrKeys, ipKey } from "../../worker/lib/ip.ts";
import { type CsvRow, readCsv } from "./csv.ts";
import { inspect, type TextFile } from "./file.ts";
import type { Item, Source } from "./source.ts";

/** What columns of lists in use are called. */
const COLUMNS: Record<string, string> = {
  first: "first",
  start: "first",
  startip: "first",
  ipfrom: "first",
  rangestart: "first",
  cidr: "first",
  network: "first",
  last: "last",
  end: "last",
  endip: "last",
  ipto: "last",
  rangeend: "last",
  asn: "asn",
  autonomoussystemnumber: "asn",
  organization: "organization",
  organisation: "organization",
  autonomoussystemorganization: "organization",
  company: "organization",
  name: "organization",
  asname: "organization",
  domain: "domain",
  kind: "kind",
};

/** Ranges of addresses from CSV files, with or without a header; `name` is the list's, which they replace. */
export async function rangesOf(name: string, paths: string[]): Promise<Source> {
  const files: TextFile[] = [];
  for (const path of paths) files.push(await inspect(path));
  const hashes = files.map(({ hash }) => hash);
  const key = createHash("sha256")
    .update(JSON.stringify(["ip-ranges", name, hashes]))
    .digest("hex");
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  return {
    kind: "ip-ranges",
    noun: "ranges",
    name,
    key,
    total: lines,
    isTotalSure: false,
    merged: 0,
    items: () => itemsOf(files),
  };
}

async function* itemsOf(files: TextFile[]): AsyncGenerator<Item> {
  for (const file of files) {
    let columns: string[] | undefined;
    for await (const row of readCsv(file)) {
      if (columns === undefined) {
        columns = withoutHeader(row) ?? fromHeader(file.path, row);
        if (!withoutHeader(row)) continue;
      }
      const told: Record<string, string> = {};
      for (const [index, column] of columns.entries())
        if (column !== "" && row.cells[index]) told[column] = row.cells[index];
      yield { line: row.line, ...(files.length > 1 ? { file: file.name } : {}), row: told };
    }
  }
}

/** The columns of a list that begins with a range at once. */
function withoutHeader({ cells: [first = "", last = ""] }: CsvRow): string[] | null {
  if (cidrKeys(first)) return ["first", "asn", "organization"];
  return ipKey(first) && ipKey(last) ? ["first", "last", "asn", "organization"] : null;
}

function fromHeader(path: string, { line, cells }: CsvRow): string[] {
  const columns = cells.map((cell) => COLUMNS[cell.toLowerCase().replaceAll(/[^a-z]/g, "")] ?? "");
  if (columns.includes("first") && columns.includes("organization")) return columns;
  throw new Error(
    `${path}:${line}  the first line has to name the columns: first,last,asn,organization,kind,domain (or cidr for a network; ` +
      "asn, kind and domain may be missing), or be a range itself: start,end,asn,organization",
  );
}
