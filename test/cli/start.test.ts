import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@libsql/client/http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { targetFrom } from "../../cli/target.ts";
import { optionsFrom } from "../../cli/stack/options.ts";
import { startStack } from "../../cli/stack.ts";

const ROOT = join(import.meta.dirname, "../..");

let dataDir: string;
const started: ChildProcess[] = [];
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "fodspor-start-"))));
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill("SIGTERM");
  await rm(dataDir, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** All that was printed so far. */
  output(): string;
  exited: Promise<number | null>;
}

/** `npm start` in a process group of its own, as a shell gives it one. */
function start(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [join(ROOT, "cli/start.ts")], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: "0", DEMO_PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  started.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (part: string) => (text += part));
  return { child, output: () => text, exited: once(child, "close").then(([code]) => code as number | null) };
}

async function ready(run: Run): Promise<{ site: string; edge: string }> {
  const end = Date.now() + 30_000;
  for (;;) {
    const line = /^ready {2}site (\S+) · edge (\S+) · dashboard \S+\/_f\/admin · token \S+$/m.exec(run.output());
    if (line) return { site: line[1]!, edge: line[2]! };
    if (run.child.exitCode !== null || Date.now() > end) throw new Error(run.output());
    await pause(50);
  }
}

/** Everything that runs because of `pid`, by process id. */
function family(pid: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const parents = rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const found = [pid];
  for (const one of found) found.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child));
  return found;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function allGone(pids: number[], seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (pids.some(alive) && Date.now() < end) await pause(50);
  expect(pids.filter(alive)).toEqual([]);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One page view as the snippet reports it; resolves to its id if it was acknowledged. */
async function view(edge: string, site: string): Promise<string | undefined> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const consent = { analytics: true, personalization: true, marketing: true };
  const body = JSON.stringify({
    sentAt: at,
    consent,
    events: [{ id, type: "page_view", at, url: `${site}/pricing/` }],
  });
  const response = await fetch(`${edge}/_f/e`, { method: "POST", body, headers: { origin: site } }).catch(
    () => undefined,
  );
  await response?.text().catch(() => undefined);
  return response?.ok ? id : undefined;
}

it("ends on Ctrl-C with all that was acknowledged in the database, no process left and exit code 0", async () => {
  const run = start({});
  const { site, edge } = await ready(run);
  const processes = family(run.child.pid!);
  expect(processes.length).toBeGreaterThanOrEqual(4);

  let sending = true;
  const acknowledged: string[] = [];
  const senders = Array.from({ length: 4 }, async () => {
    while (sending) {
      const id = await view(edge, site);
      if (id) acknowledged.push(id);
      else await pause(20);
    }
  });
  await pause(700);
  process.kill(-run.child.pid!, "SIGINT");
  expect(await run.exited).toBe(0);
  sending = false;
  await Promise.all(senders);
  await allGone(processes, 2);
  expect(run.output()).not.toMatch(/\n\s+at /);

  // A second start finds everything, and understands the cookies of the first.
  const secrets = await readFile(join(dataDir, "secrets.json"), "utf8");
  expect((await stat(join(dataDir, "secrets.json"))).mode & 0o777).toBe(0o600);
  const stack = await startStack({ port: 0, demoPort: 0, dataDir });
  try {
    expect(await readFile(join(dataDir, "secrets.json"), "utf8")).toBe(secrets);
    const client = createClient({ url: stack.libsqlUrl, authToken: stack.libsqlToken });
    const { rows } = await client.execute("SELECT id FROM events");
    client.close();
    const stored = new Set(rows.map((row) => row["id"]));
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    await stack.tick();
  } finally {
    await stack.close();
  }
}, 90_000);

it("takes everything along when it is killed", async () => {
  const run = start({});
  await ready(run);
  const processes = family(run.child.pid!);
  process.kill(run.child.pid!, "SIGKILL");
  await allGone(processes, 15);
}, 60_000);

it("names the variable to set when a port is in use, before starting anything", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  try {
    const run = start({ PORT: String(port) });
    expect(await run.exited).toBe(1);
    expect(run.output()).toMatch(
      new RegExp(`^Port ${port} is in use\\. Set PORT to a free one: PORT=\\d+ npm start\\n$`),
    );
    await expect(startStack({ port: 0, demoPort: port, dataDir })).rejects.toThrow(/Set DEMO_PORT/);
  } finally {
    other.close();
  }
});

it("says what is wrong with a port that is no number", async () => {
  const run = start({ PORT: "http" });
  expect(await run.exited).toBe(1);
  expect(run.output()).toContain('PORT is "http"');
});

it.each([
  ["MAIL", ["smtp", "smtp:example.com", "mailto:a@b.example", "Local"], ["local", "smtps://u:p@mail.example:465"]],
  ["INGEST", ["Direct", "none"], ["queue", "direct"]],
  ["BASE_PATH", ["_f", "/_f/", "/", "/a b"], ["/_f", "/a/b-c"]],
  ["ORIGIN_URL", ["localhost:3000", "example.com", "ftp://example.com"], ["http://localhost:3000"]],
])("refuses a bad %s and says what to write", (name, bad, good) => {
  for (const text of bad)
    expect(() => optionsFrom({ [name]: text }), text).toThrow(new RegExp(`^${name} .* Set it to`));
  for (const text of good) expect(() => optionsFrom({ [name]: text }), text).not.toThrow();
});

it("keeps a mail password to itself", () => {
  expect(() => optionsFrom({ MAIL: "smpt://me:secret@mail.example" })).toThrow(/^(?!.*secret)/);
});

it("tells the playbook command where it answers, for as long as it does", async () => {
  const stack = await startStack({ port: 0, demoPort: 0, dataDir, basePath: "/tracks" });
  const show = () =>
    promisify(execFile)(process.execPath, [join(ROOT, "cli/playbook/main.ts"), "show"], {
      env: { PATH: process.env["PATH"], DATA_DIR: dataDir },
    });
  try {
    const target = await targetFrom({ DATA_DIR: dataDir });
    expect(target).toEqual({ base: `${stack.url}/tracks`, token: stack.adminToken });
    expect((await show()).stdout).toContain("# revision 1");
  } finally {
    await stack.close();
  }
  expect((await targetFrom({ DATA_DIR: dataDir })).base).toBe("http://localhost:8787/_f");
}, 60_000);
