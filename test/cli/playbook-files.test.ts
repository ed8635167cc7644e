import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "../../cli/playbook/check.ts";
import { readPlaybook } from "../../cli/playbook/read.ts";
import { parseYaml } from "../../cli/playbook/source.ts";

const TEMPLATE = join(import.meta.dirname, "../../cli/playbook/template");

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "fodspor-files-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copy(): Promise<string> {
  const path = await mkdtemp(join(folder, "copy-"));
  await cp(TEMPLATE, path, { recursive: true });
  return path;
}

/** What is said of the template with one file written anew. */
async function problemsWith(file: string, text: string | Uint8Array): Promise<string[]> {
  const path = await copy();
  await mkdir(join(path, file, ".."), { recursive: true });
  await writeFile(join(path, file), text);
  return told(path);
}

const told = async (path: string): Promise<string[]> =>
  check(await readPlaybook(path)).map((p) => `${p.file}:${p.line}:${p.column}  ${p.message}`);

/** Anchors, each so many times the one before. */
const bomb = (times: number, levels: number): string =>
  ["a0: &a0 [x, x]"]
    .concat(
      Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(times).fill(`*a${i}`).join(", ")}]`),
    )
    .join("\n");

describe("a file that cannot be meant", () => {
  it.each<[what: string, file: string, text: string | Uint8Array, expected: RegExp]>([
    ["broken YAML", "segments.yaml", "a:\n  title: [x\nb: 1\n", /^segments\.yaml:\d+:\d+ {2}/],
    [
      "a key that is there twice",
      "segments.yaml",
      "a: { title: A, when: { visits: {} } }\na: 1\n",
      /^segments\.yaml:2:1 {2}"a" is there twice/,
    ],
    ["a YAML bomb", "segments.yaml", bomb(10, 9), /^segments\.yaml:7:10 {2}there are more than 50 aliases/],
    ["a YAML bomb of few aliases", "segments.yaml", bomb(10, 5), /^segments\.yaml:2:10 {2}.*more than 50,000 values/],
    ["an anchor inside itself", "segments.yaml", "a: &a\n  b: *a\n", /^segments\.yaml:2:6 {2}.*inside its own anchor/],
    ["an alias of nothing", "segments.yaml", "a: *b\n", /^segments\.yaml:1:4 {2}there is no anchor &b/],
    ["endless nesting", "segments.yaml", "[".repeat(50_000), /^segments\.yaml:\d+:\d+ {2}/],
    [
      "more values than anybody writes",
      "segments.yaml",
      Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join("\n"),
      /50,000 values/,
    ],
    ["a tab", "segments.yaml", "a:\n\ttitle: x\n", /^segments\.yaml:2:1 {2}a tab stands where spaces belong/],
    ["a colon in a text", "segments.yaml", "a:\n  title: A: b\n", /^segments\.yaml:2:10 {2}.*in quotes/],
    [
      "a merge key",
      "segments.yaml",
      "a: &a { title: A }\nb: { <<: *a }\n",
      /^segments\.yaml:2:6 {2}"<<" is of an older/,
    ],
    [
      "a name that would be passed over",
      "segments.yaml",
      "__proto__: { title: A }\n",
      /^segments\.yaml:1:1 {2}.*JavaScript/,
    ],
    ["a wrong kind of value", "segments.yaml", "- a\n", /^segments\.yaml:1:1 {2}.*names with values.*not a list/],
    ["a mistake after an old Mac's line ends", "segments.yaml", "# ours\ra: 1\r", /^segments\.yaml:2:1 {2}/],
    ["nothing where something is needed", "stages.yaml", "# later\n", /^stages\.yaml:1:1 {2}this file says nothing/],
    ["a letter in a language that is none of the site's", "emails/newsletter-welcome.dk.md", "", /no language "dk"/],
    [
      "a letter that goes on and on",
      "emails/newsletter-welcome.md",
      "---\nkind: delivery\nsubject: x\n---\n{% for i in (1..100000000) %}x{% endfor %}\n",
      /^emails\/newsletter-welcome\.md:5:1 {2}this goes on and on/,
    ],
    ["a tag of another language", "segments.yaml", "a: !!js/function 'x'\n", /^segments\.yaml:1:4 {2}/],
    ["two documents", "segments.yaml", "a: 1\n---\nb: 1\n", /^segments\.yaml:\d:\d {2}/],
    [
      "a binary file",
      "blocks/hero.yaml",
      new Uint8Array([1, 0, 255, 254]),
      /^blocks\/hero\.yaml:1:1 {2}this is no text in UTF-8/,
    ],
    ["UTF-16", "emails/newsletter-welcome.md", Buffer.from("\uFEFFhej", "utf16le"), /no text in UTF-8/],
    [
      "a file too large",
      "blocks/hero.yaml",
      "x".repeat(1024 * 1024 + 1),
      /^blocks\/hero\.yaml:1:1 {2}this file has 1\.0 MB; 1 MB is the most/,
    ],
    ["a file that is no part", "hero.html", "<p>", /^hero\.html:1:1 {2}no part of a playbook has this name/],
    ["a name that is JavaScript's own", "blocks/__proto__.yaml", "title: x", /^blocks\/__proto__\.yaml:1:1 {2}no part/],
    ["the same part twice", "segments.yml", "a: 1", /^segments\.yml:1:1 {2}this is in segments\.yaml already/],
  ])("%s", async (_, file, text, expected) => {
    const began = Date.now();
    const problems = await problemsWith(file, text);
    expect(problems[0]).toMatch(expected);
    expect(problems.length).toBeLessThanOrEqual(3);
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it("is not reached by a link", async () => {
    const path = await copy();
    await rm(join(path, "segments.yaml"));
    await symlink("/etc/passwd", join(path, "segments.yaml"));
    await symlink("/etc", join(path, "flows"));
    const problems = await told(path);
    expect(problems.map((one) => one.split("  ")[0])).toEqual(["flows:1:1", "segments.yaml:1:1"]);
    for (const problem of problems) expect(problem).toContain("link");
  });

  it("in a folder of thousands is not searched for", async () => {
    const path = await copy();
    await mkdir(join(path, "blocks/many"));
    await Promise.all(Array.from({ length: 700 }, (_, i) => writeFile(join(path, `blocks/many/${i}.txt`), "")));
    await expect(readPlaybook(path)).rejects.toThrow(/more than 500 files/);
  });
});

describe("a playbook of more than 5 MB", () => {
  it("is told as that", async () => {
    const path = await copy();
    await mkdir(join(path, "flows"));
    const text = `# ${"x".repeat(1_000_000)}\ntitle: x\n`;
    for (let i = 0; i < 6; i++) await writeFile(join(path, `flows/f${i}.yaml`), text);
    await expect(readPlaybook(path)).rejects.toThrow(/more than 5 MB, which is the most/);
  });
});

describe("what is in order", () => {
  it("may begin with a byte order mark, have Windows' line ends, and a few anchors", async () => {
    const text =
      "\uFEFFdanes: &d\r\n  title: Danes\r\n  when: { country: DK }\r\nothers: { title: Others, when: { not: { segment: danes } } }\r\n";
    expect(await problemsWith("segments.yaml", text)).toEqual([]);
    expect(parseYaml("a: &a { x: 1 }\nb: *a\n")).toMatchObject({ value: { a: { x: 1 }, b: { x: 1 } }, errors: [] });
  });

  it("may have everything commented out where nothing is needed", async () => {
    expect(await problemsWith("sales.yaml", "# when: { score: { action: mql } }\n")).toEqual([]);
  });

  it("is kept word for word beside what it says", async () => {
    const path = await copy();
    const text = "\uFEFF# ours\r\ndanes: { title: Danes, when: { country: DK } }\r\n";
    await writeFile(join(path, "segments.yaml"), text);
    const { files } = await readPlaybook(path);
    expect(files["segments.yaml"]).toBe(text);
    expect(Object.keys(files)).toContain("forms/newsletter.yaml");
  });
});
