import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isAlive } from "./lock.ts";

const Running = z.object({ url: z.string(), pid: z.number() });

/** Writes down where this process answers (with the base path), for the playbook CLI. Call the result to take it back. */
export async function announce(dataDir: string, url: string): Promise<() => Promise<void>> {
  const file = fileIn(dataDir);
  await writeFile(file, `${JSON.stringify({ url, pid: process.pid } satisfies z.infer<typeof Running>)}\n`);
  return () => rm(file, { force: true });
}

/** Where the local run of this data folder answers, such as `http://localhost:8787/_f`; undefined when none is running. */
export async function runningAt(dataDir: string): Promise<string | undefined> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => "");
  try {
    const { url, pid } = Running.parse(JSON.parse(text));
    return isAlive(pid) ? url : undefined;
  } catch {
    return undefined;
  }
}

const fileIn = (dataDir: string): string => join(dataDir, "running.json");
