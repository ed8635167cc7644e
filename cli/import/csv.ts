import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { text, type TextFile } from "./file.ts";

/** A record of a CSV file; `line` is the one it begins on, from 1. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** An unclosed quote would otherwise take all of the file into one cell. */
const LONGEST_RECORD = 1_000_000;

/** The records of a CSV file, empty lines left out. Throws, naming the line, where it cannot be told what is a cell. */
export async function* readCsv(file: TextFile): AsyncGenerator<CsvRow> {
  const parts = unixLines(text(file));
  let head = "";
  let delimiter: string | null = null;
  for await (const part of untilClosed(parts)) {
    head += part;
    delimiter = delimiterOf(head);
    if (delimiter !== null || head.length > LONGEST_RECORD) break;
  }
  const parser = parse({
    delimiter: delimiter ?? delimiterOf(`${head}\n`) ?? ",",
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: "\n",
    max_record_size: LONGEST_RECORD,
  });
  let next = 1;
  const source = Readable.from(whole(head, parts));
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const { record, info, raw } of source.pipe(parser) as AsyncIterable<Parsed>) {
      next = info.lines + 1;
      yield { line: info.lines - lineBreaks(raw.trim()), cells: record.map((cell) => cell.trim()) };
    }
  } catch (error) {
    throw error instanceof CsvError ? new Error(explain(file, error, next), { cause: error }) : error;
  } finally {
    source.destroy();
  }
}

interface Parsed {
  record: string[];
  info: Info;
  raw: string;
}

async function* whole(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

/** A generator that leaving the loop does not end. */
function untilClosed<T>(parts: AsyncGenerator<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => ({ next: () => parts.next() }) };
}

/**
 * What stands between the cells of a text's first record: the comma, semicolon or tab there is most of outside quotes.
 * Null where the record does not end in this text.
 */
export function delimiterOf(head: string): string | null {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  let isEmpty = true;
  for (const char of head) {
    if (char === '"') isQuoted = !isQuoted;
    else if ((char === "\n" || char === "\r") && !isQuoted && !isEmpty) return mostOf(counts);
    else if (!isQuoted && counts.has(char)) counts.set(char, counts.get(char)! + 1);
    if (!/\s/.test(char)) isEmpty = false;
  }
  return null;
}

const DELIMITERS = [",", ";", "\t"];

const mostOf = (counts: Map<string, number>): string => [...counts].toSorted(([, a], [, b]) => b - a)[0]![0];

const lineBreaks = (text: string): number => text.split("\n").length - 1;

/** Lines may end as on any system, or differently in one file; counting them needs one way. */
async function* unixLines(parts: AsyncGenerator<string>): AsyncGenerator<string> {
  let held = "";
  for await (const part of parts) {
    const text = held + part;
    held = text.endsWith("\r") ? "\r" : "";
    yield text.slice(0, text.length - held.length).replaceAll(/\r\n?/g, "\n");
  }
  if (held !== "") yield "\n";
}

/** `next` is the line after the last record that could be read. */
function explain({ path }: TextFile, { code, message, ...at }: CsvError, next: number): string {
  switch (code) {
    case "CSV_MAX_RECORD_SIZE":
      return `${path}:${next}  more than 1 MB in one row: shorten its cells, or look for a quote in it that is never closed`;
    case "CSV_QUOTE_NOT_CLOSED":
      return `${path}:${next}  a cell begins with a quote that is never closed`;
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
      return `${path}:${String(at["lines"])}  a quote inside a cell: double it and put the whole cell in quotes, as in "12"" pipe"`;
    default:
      return `${path}:${next}  ${message}`;
  }
}
