import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createClient } from "@libsql/client";
import { expect, onTestFinished, test } from "vitest";
import { startServer, temporaryFile } from "./start-server.ts";

const main = fileURLToPath(new URL("../../cli/libsql/main.ts", import.meta.url));

async function startProcess(file: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(main, ["--file", file, "--token", "secret"], { silent: true, execArgv: [] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(createInterface(child.stdout as NodeJS.ReadableStream), "line");
  const { url, port } = JSON.parse(line as string) as { url: string; port: number };
  expect(url).toBe(`http://127.0.0.1:${port}`);
  return { child, url };
}

test("kill -9 in the middle of writes loses nothing acknowledged and halves nothing", async () => {
  const file = await temporaryFile();
  const { child, url } = await startProcess(file);
  const setup = createClient({ url, authToken: "secret" });
  await setup.execute("CREATE TABLE t (writer INTEGER, turn INTEGER, part INTEGER)");
  const acknowledged: string[] = [];
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    const client = createClient({ url, authToken: "secret" });
    const part = (turn: number, number: number) => ({
      sql: "INSERT INTO t VALUES (?, ?, ?)",
      args: [writer, turn, number],
    });
    for (let turn = 0; ; turn += 1) {
      if (turn % 2 === 0) {
        await client.batch([part(turn, 1), part(turn, 2), part(turn, 3)], "write");
      } else {
        const transaction = await client.transaction("write");
        await transaction.execute(part(turn, 1));
        await transaction.batch([part(turn, 2), part(turn, 3)]);
        await transaction.commit();
      }
      acknowledged.push(`${writer}/${turn}`);
      if (acknowledged.length === 200) child.kill("SIGKILL");
    }
  });
  const ends = await Promise.allSettled(writers);
  expect(ends.every(({ status }) => status === "rejected")).toBe(true);

  const { client } = await startServer({ file });
  const { rows } = await client.execute("SELECT writer || '/' || turn AS id, count(*) AS parts FROM t GROUP BY 1");
  const stored = new Map(rows.map((row) => [row["id"], row["parts"]]));
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  expect(acknowledged.filter((id) => stored.get(id) !== 3)).toEqual([]);
  expect([...stored.values()].filter((parts) => parts !== 3)).toEqual([]);
  const check = await client.execute("PRAGMA integrity_check");
  expect(check.rows[0]?.["integrity_check"]).toBe("ok");
});

test("SIGTERM ends the process cleanly, Ctrl-C is its parent's to act on", async () => {
  const { child, url } = await startProcess(await temporaryFile());
  child.kill("SIGINT");
  expect((await fetch(`${url}/health`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("the process ends with its parent", async () => {
  const { child } = await startProcess(await temporaryFile());
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a port that is taken, or no file, is said in a sentence", async () => {
  const { url } = await startServer();
  const port = new URL(url).port;
  for (const args of [["--file", await temporaryFile(), "--port", port], ["--port", "x"], []]) {
    const child = fork(main, args, { silent: true, execArgv: [], env: {} });
    let output = "";
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [code] = await once(child, "close");
    expect(code).toBe(1);
    expect(output.trim().split("\n")).toHaveLength(1);
  }
});
