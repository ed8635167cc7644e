import { createHash } from "node:crypto";
import { bytes, inspect } from "./file.ts";
import type { Item, Source } from "./source.ts";

/** Longer lines are no calls; they are passed over, not kept in memory. */
const LONGEST_LINE = 1_000_000;

/** Events of a JSONL file: a Segment call a line. Throws what is wrong with the file as a whole. */
export async function eventsOf(path: string): Promise<Source> {
  const { hash, encoding, name } = await inspect(path);
  if (encoding === "utf-16le") throw new Error(`${path} is UTF-16. Save it as UTF-8.`);
  for await (const line of linesOf(path)) {
    if (line?.toString().trimStart().startsWith("["))
      throw new Error(`${path} is one JSON list. Write one call a line, such as with: jq -c '.[]' ${name}`);
    break;
  }
  let total = 0;
  for await (const _ of itemsOf(path)) total++;
  const key = createHash("sha256")
    .update(JSON.stringify(["events", hash]))
    .digest("hex");
  return { kind: "events", noun: "events", name, key, total, merged: 0, items: () => itemsOf(path) };
}

async function* itemsOf(path: string): AsyncGenerator<Item> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number++;
    const item = itemOf(line, number);
    if (item) yield item;
  }
}

/** What a line holds; null for an empty one. */
function itemOf(line: Buffer | null, number: number): Item | null {
  const refused = (code: string, message: string): Item => ({ line: number, row: null, problem: { code, message } });
  if (line === null) return refused("body_too_large", "longer than a call may be");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(line).trim();
  } catch {
    return refused("invalid_json", "not UTF-8");
  }
  if (text === "") return null;
  try {
    return { line: number, row: JSON.parse(text) };
  } catch {
    return refused("invalid_json", 'not JSON; each line is one call, such as {"type":"track",…}');
  }
}

/** The lines of a file as bytes, null for one that is too long. */
async function* linesOf(path: string): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = [];
  let length = 0;
  const line = (): Buffer | null => (length > LONGEST_LINE ? null : Buffer.concat(parts));
  for await (const chunk of bytes(path)) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end));
      length += end - from;
      yield line();
      parts = [];
      length = 0;
      from = end + 1;
    }
    length += chunk.length - from;
    if (length <= LONGEST_LINE) parts.push(chunk.subarray(from));
    else parts = [];
  }
  if (length > 0) yield line();
}
