import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";

const MAIN = join(import.meta.dirname, "..", "libsql", "main.ts");
const Listening = z.object({ url: z.string() });

/** The database that the Worker is given. */
export interface Database {
  url: string;
  token: string | undefined;
  close(): Promise<void>;
}

/** Starts the local libSQL server in a process of its own, which ends when this one does. */
export async function startDatabase(file: string, token: string): Promise<Database> {
  const child = fork(MAIN, ["--file", file, "--port", "0"], {
    env: { ...process.env, LIBSQL_TOKEN: token },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const line = await firstLine(child);
  const { url } = Listening.parse(JSON.parse(line));
  return {
    url,
    token,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  return new Promise((resolve, reject) => {
    child.stdout!.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The local database did not start (exit code ${code}).`)));
  });
}
