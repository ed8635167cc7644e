import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";

const MAIN = join(import.meta.dirname, "../../cli/import/main.ts");

/** What the real command did. */
export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Starts `npm run import -- …` against the shared stack, or against another address. */
export function startImport(args: string[], url?: string) {
  const { base, adminToken } = inject("stack") ?? { base: "", adminToken: "a-token-of-nobody" };
  const env = { ...process.env, FODSPOR_URL: url ?? base, ADMIN_TOKEN: adminToken, NO_COLOR: "1" };
  const child = spawn(process.execPath, [MAIN, ...args], { env });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (err += text));
  const ended = new Promise<Ran>((resolve) => child.on("close", (code) => resolve({ code, out, err })));
  return { child, ended };
}

/** Runs the command to its end. */
export const runImport = (...args: string[]): Promise<Ran> => startImport(args).ended;

/** A folder of the test's own, and files in it. */
export async function tempFolder() {
  const folder = await mkdtemp(join(tmpdir(), "fodspor-import-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return {
    path: (name: string): string => join(folder, name),
    read: (name: string): Promise<string> => readFile(join(folder, name), "utf8"),
    async write(name: string, content: string | Uint8Array): Promise<string> {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
  };
}

/** Lines of a CSV file. */
export const csv = (...lines: string[]): string => lines.map((line) => `${line}\n`).join("");
