import { lstat, opendir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A file of a playbook's folder: its text as it was written, or why it cannot be one. `name` is relative, with slashes. */
export type PlaybookFile = { name: string; text: string } | { name: string; problem: string };

const MOST_FILES = 500;
/** Also of what is skipped, so that a wrong folder is not searched to its end. */
const MOST_ENTRIES = 5_000;
const MOST_BYTES = 1024 * 1024;
const MOST_DEEP = 4;

/** Every file of a folder that may be part of a playbook. Links are not followed. Throws where there is no such folder. */
export async function filesOf(folder: string): Promise<PlaybookFile[]> {
  const found: PlaybookFile[] = [];
  for await (const { name, problem } of entries(folder)) {
    if (found.length === MOST_FILES) throw tooMany(folder);
    found.push(problem === undefined ? await read(folder, name) : { name, problem });
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const tooMany = (folder: string): Error =>
  new Error(`${folder} holds more than ${MOST_FILES} files. Name the folder that holds the playbook and nothing else.`);

interface Entry {
  name: string;
  problem?: string;
}

async function* entries(folder: string): AsyncGenerator<Entry> {
  let seen = 0;
  const open: string[] = [""];
  for (let within = open.shift(); within !== undefined; within = open.shift()) {
    for await (const entry of await opened(folder, within)) {
      if (++seen > MOST_ENTRIES) throw tooMany(folder);
      const name = within === "" ? entry.name : `${within}/${entry.name}`;
      if (/^(\.|README)/.test(entry.name)) continue;
      if (entry.isDirectory() && name.split("/").length < MOST_DEEP) open.push(name);
      else if (entry.isSymbolicLink())
        yield { name, problem: "this is a link, which is not followed; put a copy of the file here" };
      else if (!entry.isFile()) yield { name, problem: "this is no file; move it out of the playbook's folder" };
      else yield { name };
    }
  }
}

async function opened(folder: string, within: string): ReturnType<typeof opendir> {
  return opendir(join(folder, within)).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (within === "" && (code === "ENOENT" || code === "ENOTDIR"))
      throw new Error(
        `There is no folder ${folder}. Name the playbook's folder, or begin one: npm run playbook -- init ${folder}`,
      );
    throw new Error(`${join(folder, within)} cannot be read (${code}).`);
  });
}

async function read(folder: string, name: string): Promise<PlaybookFile> {
  try {
    const { size } = await lstat(join(folder, name));
    if (size > MOST_BYTES)
      return { name, problem: `this file has ${(size / MOST_BYTES).toFixed(1)} MB; 1 MB is the most, so divide it` };
    const bytes = await readFile(join(folder, name));
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? { name, problem: NO_TEXT } : { name, text };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { name, problem: error instanceof TypeError ? NO_TEXT : `this file cannot be read (${code})` };
  }
}

const NO_TEXT = "this is no text in UTF-8; save it as UTF-8, or move it out of the playbook's folder";
