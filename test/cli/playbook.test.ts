import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { targetFrom } from "../../cli/target.ts";
import { check } from "../../cli/playbook/check.ts";
import { readPlaybook } from "../../cli/playbook/read.ts";
import { Playbook } from "../../worker/playbook/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXAMPLE = join(ROOT, "example/playbook");
const run = promisify(execFile);

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "fodspor-playbook-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The example with one text exchanged in one file, and what `check` says of it as `file:line:column  message`. */
async function problemsAfter(file: string, from: string, to: string): Promise<string[]> {
  const copy = await mkdtemp(join(folder, "copy-"));
  await cp(EXAMPLE, copy, { recursive: true });
  const text = await readFile(join(copy, file), "utf8");
  expect(text).toContain(from);
  await writeFile(join(copy, file), text.replace(from, to));
  return check(await readPlaybook(copy)).map((p) => `${p.file}:${p.line}:${p.column}  ${p.message}`);
}

/** Where the example says something, as `line:column`. */
async function place(file: string, text: string): Promise<string> {
  const before = (await readFile(join(EXAMPLE, file), "utf8")).split(text)[0] ?? "";
  const lines = before.split("\n");
  return `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
}

describe("the example playbook", () => {
  it("is in order", async () => {
    const playbook = await readPlaybook(EXAMPLE);
    expect(check(playbook)).toEqual([]);
    const { forms, blocks, emails } = Playbook.parse(playbook.document);
    expect(Object.keys(forms).toSorted()).toEqual([
      "conference",
      "contact",
      "demo",
      "newsletter",
      "nps",
      "unsubscribe-reason",
      "webinar",
      "whitepaper",
    ]);
    expect(blocks["hero"]?.variants.map(({ name }) => name)).toEqual(["evaluating", "product-a", "new"]);
    expect(Object.keys(emails["whitepaper-confirm"]?.locales ?? {}).toSorted()).toEqual(["da", "en"]);
  });

  it("asks for no permission with a box that is needed to get the white paper", async () => {
    const { forms } = Playbook.parse((await readPlaybook(EXAMPLE)).document);
    expect(forms["whitepaper"]?.permissions.map(({ topic, box }) => [topic, box])).toEqual([
      ["white-paper", false],
      ["newsletter", true],
    ]);
  });
});

describe("e-mails", () => {
  it("become HTML whose links keep their Liquid, and a plain-text part with the same links", async () => {
    const { emails } = Playbook.parse((await readPlaybook(EXAMPLE)).document);
    const { html, text, subject } = emails["whitepaper-confirm"]!.locales["en"]!;
    expect(subject).not.toContain("{{");
    expect(html).toContain('href="{{ confirm_url }}"');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain("prefers-color-scheme: dark");
    expect(text).toContain("Yes, give me the white paper: {{ confirm_url }}");
    expect(text).not.toMatch(/<|\*|\[/);
  });
});

describe("a mistake is told by file and line", () => {
  it.each([
    ["scoring.yaml", "halfLife: 14d", "halfLife: soon", "halfLife: 14d", /write a whole number and a unit/],
    ["scoring.yaml", "cap: 40", "cpa: 40", "cap: 40", /"cpa" is not known here/],
    [
      "scoring.yaml",
      "{ trait: industry, eq: warehouse",
      "{ triat: industry, eq: warehouse",
      "when: { trait: industry, eq: ware",
      /starts with one of/,
    ],
    [
      "segments.yaml",
      "{ segment: competitors }",
      "{ segment: rivals }",
      "not: { segment: competitors }",
      /no segment "rivals"/,
    ],
    ["stages.yaml", "fallBackTo: learn", "fallBackTo: purchase", "fallBackTo: learn", /not an earlier stage/],
    [
      "forms/whitepaper.yaml",
      "label: { en: Company, da: Virksomhed }",
      "label: [Company]",
      "label: { en: Company",
      /has to be a text or names with values \(name: value\), not a list/,
    ],
    [
      "forms/whitepaper.yaml",
      "confirm: whitepaper-confirm",
      "confirm: whitepaper",
      "confirm: whitepaper",
      /must be there/,
    ],
    [
      "blocks/hero.yaml",
      "See your own orders picked",
      "See {{ country | nonsense }}",
      "your own orders",
      /undefined filter: nonsense/,
    ],
  ])("%s: %s → %s", async (file, from, to, at, message) => {
    const [problem = "", ...others] = await problemsAfter(file, from, to);
    expect(others).toEqual([]);
    expect(problem).toMatch(message);
    expect(problem.split("  ")[0]).toBe(`${file}:${await place(file, at)}`);
  });

  it("names a missing value where it should be", async () => {
    const [problem] = await problemsAfter(
      "forms/whitepaper.yaml",
      "submit: { en: Get the white paper, da: Få rapporten }",
      "",
    );
    expect(problem).toMatch(/^forms\/whitepaper\.yaml:\d+:1 {2}"submit" is missing$/);
  });

  it("says where YAML breaks off, and does not guess at the rest", async () => {
    const problems = await problemsAfter("site.yaml", "locales: [en, da]", "locales: [en, da");
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(/^site\.yaml:\d+:\d+ {2}/);
  });

  it("knows which line of a letter has a broken Liquid tag, and which letter lost its link", async () => {
    const open = await problemsAfter("emails/whitepaper-deliver.da.md", "{% endif %}", "");
    expect(open).toEqual([expect.stringMatching(/^emails\/whitepaper-deliver\.da\.md:6:1 {2}tag .* not closed/)]);
    const linkless = await problemsAfter("emails/whitepaper-confirm.md", "{{ confirm_url }}", "/");
    expect(linkless).toEqual([expect.stringMatching(/^emails\/whitepaper-confirm\.md:5:1 {2}.*confirm_url/)]);
  });

  it("does not overlook a file that nothing reads", async () => {
    const copy = await mkdtemp(join(folder, "extra-"));
    await cp(EXAMPLE, copy, { recursive: true });
    await writeFile(join(copy, "segment.yaml"), "");
    expect(check(await readPlaybook(copy)).map(({ file }) => file)).toEqual(["segment.yaml"]);
  });
});

describe("the command", () => {
  const playbook = (...args: string[]) =>
    run(process.execPath, [join(ROOT, "cli/playbook/main.ts"), ...args], { cwd: ROOT });

  it("ends well for a good playbook", async () => {
    expect((await playbook("check", "example/playbook")).stdout).toContain("example/playbook is in order");
  });

  it("prints the problems and exits with 1", async () => {
    const copy = await mkdtemp(join(folder, "command-"));
    await cp(EXAMPLE, copy, { recursive: true });
    await writeFile(join(copy, "segments.yaml"), "hot: { when: { segment: hot } }\n");
    const failed = await playbook("check", copy).catch((error: { code: number; stderr: string }) => error);
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/segments\.yaml:1:1 {2}"title" is missing/),
    });
  });

  it("says what to do when there is no such folder", async () => {
    const failed = await playbook("check", "nowhere").catch((error: { code: number; stderr: string }) => error);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no folder nowhere") });
  });

  it("answers a web page with a sentence, not with the page", async () => {
    const page = createServer((_, response) => {
      response.writeHead(404, { "content-type": "text/html" });
      response.end("<!doctype html><title>Not here</title>");
    }).listen(0, "127.0.0.1");
    await once(page, "listening");
    const address = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    try {
      const env = { ...process.env, FODSPOR_URL: address, ADMIN_TOKEN: "long-enough-for-a-token" };
      const failed = await run(process.execPath, [join(ROOT, "cli/playbook/main.ts"), "show"], { env }).catch(
        (error: { code: number; stderr: string }) => error,
      );
      expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("is not Fodspor") });
      expect(failed.stderr).not.toContain("<");
    } finally {
      page.close();
    }
  });

  it("takes FODSPOR_URL with and without the base path", async () => {
    const base = async (url: string, more = {}) =>
      (await targetFrom({ FODSPOR_URL: url, ADMIN_TOKEN: "token", ...more })).base;
    expect(await base("https://www.example.com/")).toBe("https://www.example.com/_f");
    expect(await base("https://www.example.com/_f/")).toBe("https://www.example.com/_f");
    expect(await base("https://www.example.com", { BASE_PATH: "/x" })).toBe("https://www.example.com/x");
    await expect(base("www.example.com")).rejects.toThrow(/^FODSPOR_URL is "www.example.com"/);
  });

  it("prints no colours into a pipe", async () => {
    const { FORCE_COLOR: _, CI: __, TEST: ___, ...env } = process.env;
    const { stdout } = await run(process.execPath, [join(ROOT, "cli/playbook/main.ts"), "--help"], { env });
    expect(stdout).toContain("publish");
    expect(stdout).not.toContain("\u001B");
  });
});
