import { readFile, rename, writeFile } from "node:fs/promises";

/** Writes a file whole or not at all, and only if it changes: another stack may be reading it. */
export async function keep(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => null)) === text) return;
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, text);
  await rename(fresh, file);
}
