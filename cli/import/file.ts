import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { createGunzip } from "node:zlib";

/** A file that was looked through once. */
export interface TextFile {
  path: string;
  /** Without its folders. */
  name: string;
  /** As TextDecoder calls it. */
  encoding: "utf-8" | "utf-16le" | "windows-1252";
  /** SHA-256 of what is in it. */
  hash: string;
  /** How many lines end in it. */
  lines: number;
}

/** What no text begins with, and what it then is. */
const FORMATS: [bytes: string, advice: string][] = [
  ["504b0304", "It is a spreadsheet or a ZIP file: open it and save it as CSV (UTF-8)."],
  ["d0cf11e0", "It is an old Excel file: open it and save it as CSV (UTF-8)."],
  ["25504446", "It is a PDF."],
];

/** How far into a file bytes that no text has are looked for. */
const HEAD = 8_192;

/** Looks a file through: whether it is text, in which encoding, and its hash. Throws with what to do about it. */
export async function inspect(path: string): Promise<TextFile> {
  await assertFile(path);
  const hash = createHash("sha256");
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let encoding: TextFile["encoding"] = "utf-8";
  let size = 0;
  let lines = 0;
  let isMarked = false;
  for await (const chunk of bytes(path)) {
    if (size === 0) {
      if (chunk.subarray(0, 2).toString("hex") === "fffe") encoding = "utf-16le";
      else assertText(path, chunk.subarray(0, HEAD));
      isMarked = chunk.subarray(0, 3).toString("hex") === "efbbbf";
    }
    size += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
    hash.update(chunk);
    if (encoding === "utf-8" && !decodes(utf8, chunk)) encoding = "windows-1252";
  }
  if (size === 0) throw new Error(`${path} is empty.`);
  if (encoding === "utf-8" && !decodes(utf8)) encoding = "windows-1252";
  if (isMarked && encoding === "windows-1252")
    throw new Error(`${path} begins as UTF-8 and has bytes in it that are none. Save it as UTF-8 once more.`);
  return { path, name: basename(path), encoding, hash: hash.digest("hex"), lines };
}

/** The file's bytes, unpacked where its name ends in `.gz`. */
export async function* bytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (!path.endsWith(".gz")) return yield* file as AsyncIterable<Buffer>;
  const unpacked = createGunzip();
  file.on("error", (error) => unpacked.destroy(error));
  try {
    yield* file.pipe(unpacked) as AsyncIterable<Buffer>;
  } catch {
    throw new Error(`${path} cannot be unpacked: it is damaged, or no gzip file.`);
  } finally {
    file.destroy();
  }
}

/** The file's text, without a byte order mark. */
export async function* text({ path, encoding }: TextFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes(path)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function assertFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === "ENOENT" ? `There is no file ${path}.` : `${path} cannot be read (${error.code}).`);
  });
  if (found.isDirectory()) throw new Error(`${path} is a folder. Name the file in it.`);
  if (!found.isFile()) throw new Error(`${path} is no file. It is read several times, so write it into one first.`);
}

function assertText(path: string, head: Buffer): void {
  const format = FORMATS.find(([begin]) => head.subarray(0, 4).toString("hex") === begin);
  if (format) throw new Error(`${path} is no text. ${format[1]}`);
  if (head.includes(0))
    throw new Error(`${path} is no text: there are zero bytes in it. Save it as CSV or JSONL (UTF-8).`);
}

function decodes(decoder: TextDecoder, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}
