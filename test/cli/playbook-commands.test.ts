import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../../cli/stack.ts";

const ROOT = join(import.meta.dirname, "../..");
const execute = promisify(execFile);

let stack: Stack;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fodspor-commands-"));
  stack = await startStack({ port: 0, demoPort: 0, dataDir: join(folder, "data") });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command against the stack, or an address. */
async function playbook(args: string[], address = stack.url + stack.basePath): Promise<Ran> {
  const env = { ...process.env, FODSPOR_URL: address, ADMIN_TOKEN: stack.adminToken, NO_COLOR: "1" };
  const asked = execute(process.execPath, [join(ROOT, "cli/playbook/main.ts"), ...args], { cwd: ROOT, env });
  return asked.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ran) => ({ code, stdout, stderr }),
  );
}

/** What a run that has to end well printed. */
async function good(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await playbook(args);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return stdout;
}

const fresh = (name: string): string => join(folder, name);

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

describe("init", () => {
  it("begins a playbook that is in order, with schemas beside it, and overwrites nothing", async () => {
    const path = fresh("begun");
    expect(await good("init", path)).toContain("Begin with site.yaml");
    expect((await readdir(join(path, ".schemas"))).length).toBeGreaterThan(10);
    expect(await good("check", path)).toContain("is in order");
    await rm(join(path, ".schemas"), { recursive: true });
    expect(await good("schemas", path)).toContain(".schemas/site.json");
    expect(await readdir(path)).toContain(".schemas");
    const before = await readFile(join(path, "site.yaml"), "utf8");
    expect(await playbook(["init", path])).toMatchObject({ code: 1, stderr: expect.stringContaining("is not empty") });
    expect(await readFile(join(path, "site.yaml"), "utf8")).toBe(before);
  });
});

describe("from a folder to a revision and back", () => {
  it("publishes with a signature, tells differences and the history, rolls back and pulls", async () => {
    const path = fresh("ours");
    await cp(join(ROOT, "cli/playbook/template"), path, { recursive: true });
    const site = await readFile(join(path, "site.yaml"), "utf8");
    expect(await good("publish", path, "--by", "Anna Holm", "--note", "our first")).toMatch(
      /^Revision 2 is in force at/,
    );
    expect(await good("publish", path)).toMatch(/^Nothing changed: revision 2/);
    expect(await good("diff", path)).toContain("says the same as revision 2");

    await edit(join(path, "scoring.yaml"), "points: 10\n", "points: 15 # agreed on Monday\n");
    expect(await good("diff", path)).toBe("scoring.yaml\n  Prices: 10 → 15 points\n");
    expect(await good("diff", path, "--people")).toMatch(/As revision 3, 0 of \d+ people would change/);
    expect(await good("publish", path, "--preview")).toContain("Nothing was published. Add --yes");
    expect(await good("publish", path, "--preview", "--yes", "--note", "prices")).toContain("Revision 3 is in force");

    const history = await good("history");
    expect(history).toMatch(/^3 {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC, by .+, in force\n {3}prices\n {3}\d+ of \d+ people/);
    expect(history).toMatch(/\n2 {2}.* by Anna Holm\n {3}our first\n/);
    expect((await good("history", "--limit", "1")).split("\n")).toHaveLength(4);

    expect(await good("rollback", "--by", "Bo")).toContain("Revision 4 is in force");
    expect(await good("history", "--limit", "1")).toMatch(/by Bo, in force\n {3}Rolled back to 2/);
    expect(await good("rollback", "3")).toContain("Revision 5 is in force");
    expect(await playbook(["rollback", "99"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no revision 99"),
    });
    expect(await playbook(["rollback", "x"])).toMatchObject({ code: 1 });

    const other = fresh("pulled");
    expect(await good("pull", other)).toContain("holds revision 5");
    expect(await readFile(join(other, "scoring.yaml"), "utf8")).toContain("points: 15 # agreed on Monday");
    expect(await readFile(join(other, "site.yaml"), "utf8")).toBe(site);
    expect(await good("pull", other)).toContain("holds revision 5 already");
    expect(await good("pull", other, "--revision", "2")).toContain(`changed   ${other}/scoring.yaml`);

    await writeFile(join(other, "scoring.yaml"), "# only here\n");
    const refused = await playbook(["pull", other]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("scoring.yaml") });
    expect(await readFile(join(other, "scoring.yaml"), "utf8")).toBe("# only here\n");
    await writeFile(join(other, "notes.txt"), "mine");
    await good("pull", other, "--force");
    expect(await readdir(other)).toContain("notes.txt");
    expect(await readFile(join(other, "scoring.yaml"), "utf8")).toContain("points: 15");
  }, 120_000);

  it("keeps what was published by the local run, and says where there are no files", async () => {
    const path = fresh("example");
    await good("pull", path, "--revision", "1");
    expect(await readFile(join(path, "site.yaml"), "utf8")).toContain(`url: ${stack.demoUrl} # where`);
    const { document } = await api("GET", "/playbook");
    const site = { ...(document as { site: object }).site, name: "By hand" };
    const { revision } = await api("PUT", "/playbook", { document: { ...(document as object), site } });
    expect(await playbook(["pull", fresh("none")])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`Revision ${Number(revision)} was published without its files`),
    });
  });

  it("is written nowhere else", async () => {
    const evil = createServer((_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ revision: 1, document: {}, files: { "../evil.yaml": "x" } }));
    }).listen(0, "127.0.0.1");
    await once(evil, "listening");
    const address = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/_f`;
    try {
      const ran = await playbook(["pull", fresh("victim"), "--revision", "1"], address);
      expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining("no part of a playbook") });
      expect(await readdir(folder)).not.toContain("evil.yaml");
    } finally {
      evil.close();
    }
    const linked = fresh("linked");
    await good("pull", linked, "--revision", "2");
    await rm(join(linked, "blocks"), { recursive: true });
    await symlink(folder, join(linked, "blocks"));
    expect(await playbook(["pull", linked, "--revision", "2"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is a link"),
    });
  });
});

describe("what is not understood", () => {
  it.each([
    [["publish", "--preveiw"], "There is no option --preveiw"],
    [["publish", "example/playbook", "other"], '"other" is one word too many'],
    [["diff", "nowhere"], "There is no folder nowhere"],
    [["history", "--limit", "many"], "--limit is a whole number"],
  ])("%j", async (args, message) => {
    const before = (await api("GET", "/playbook"))["revision"];
    expect(await playbook(args)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
    expect((await api("GET", "/playbook"))["revision"]).toBe(before);
  });
});

async function api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${stack.url}${stack.basePath}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${stack.adminToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}
