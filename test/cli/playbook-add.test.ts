import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addForm } from "../../cli/playbook/add/form.ts";
import { TEMPLATES } from "../../cli/playbook/add/templates.ts";
import { check } from "../../cli/playbook/check.ts";
import { readPlaybook } from "../../cli/playbook/read.ts";

const ROOT = join(import.meta.dirname, "../..");
const execute = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fodspor-add-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const asked = execute(process.execPath, [join(ROOT, "cli/playbook/main.ts"), ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return asked.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

async function copyOf(playbook: string, name: string): Promise<string> {
  const path = join(folder, name);
  await cp(join(ROOT, playbook), path, { recursive: true });
  return path;
}

const problemsIn = async (path: string): Promise<unknown[]> => check(await readPlaybook(path));

async function textsIn(path: string): Promise<Record<string, string>> {
  const { files } = await readPlaybook(path);
  return files;
}

/** Of what somebody has written nothing is lost: files stay as they were, or have more at their end. */
function expectKept(before: Record<string, string>, after: Record<string, string>): void {
  for (const [file, text] of Object.entries(before)) expect(after[file]!.startsWith(text.trimEnd()), file).toBe(true);
}

describe("adding a form from a template", () => {
  it.each(["cli/playbook/template", "example/playbook"])(
    "all of them, to %s: each in order, and nothing overwritten",
    async (playbook) => {
      const path = await copyOf(playbook, `all-${playbook.split("/")[0]}`);
      const before = await textsIn(path);
      for (const template of Object.keys(TEMPLATES)) {
        await addForm(path, template, `our-${template}`);
      }
      expect(await problemsIn(path)).toEqual([]);
      const after = await textsIn(path);
      expectKept(before, after);
      expect(Object.keys(after).filter((file) => file.startsWith("forms/our-"))).toHaveLength(8);
      expect(JSON.stringify(after)).not.toContain("__name__");
    },
  );

  it("brings its letters in the languages of the site, its topics and its contents", async () => {
    const path = await copyOf("example/playbook", "webinar");
    const comments = await readFile(join(path, "topics.yaml"), "utf8");
    const { stdout } = await run("add", "form", "white-paper", "voice-report", "--folder", path);
    expect(stdout).toContain("contents.yaml: voice-report");
    expect(stdout).toContain('<fodspor-form name="voice-report">');
    expect(stdout).not.toContain("to mend");
    expect(stdout).toContain("topics.yaml: newsletter is there already");
    const emails = (await readdir(join(path, "emails"))).filter((file) => file.startsWith("voice-report"));
    expect(emails).toEqual([
      "voice-report-confirm.da.md",
      "voice-report-confirm.md",
      "voice-report-deliver.da.md",
      "voice-report-deliver.md",
    ]);
    expect(await readFile(join(path, "emails/voice-report-confirm.da.md"), "utf8")).toContain("Ja, giv mig rapporten");
    const topics = await readFile(join(path, "topics.yaml"), "utf8");
    expect(topics.startsWith(comments)).toBe(true);
    expect(topics).toMatch(/\nvoice-report:\n/);
    expect(topics.match(/^newsletter:/gm)).toHaveLength(1);
  });

  it("writes Danish first where the site does", async () => {
    const path = await copyOf("cli/playbook/template", "danish");
    const site = await readFile(join(path, "site.yaml"), "utf8");
    await writeFile(join(path, "site.yaml"), site.replace("locales: [en]", "locales: [da, en]"));
    await addForm(path, "webinar", "webinar");
    expect(await readFile(join(path, "emails/webinar-confirm.md"), "utf8")).toContain("Ja, hold min plads");
    expect(await readFile(join(path, "emails/webinar-confirm.en.md"), "utf8")).toContain("Yes, keep my seat");
    expect(await problemsIn(path)).toEqual([]);
  });

  it.each([
    ["newsletter", "newsletter", "forms/newsletter.yaml is there already"],
    ["news", "news", "There are: newsletter, white-paper"],
    ["constructor", "constructor", "There is no template"],
    ["webinar", "Our Webinar", "is no name for a form"],
    ["webinar", "../../evil", "is no name for a form"],
  ])("%s as %s is refused, and nothing is done", async (template, name, message) => {
    const path = await copyOf("cli/playbook/template", `refused-${template}-${name.length}`);
    const before = await textsIn(path);
    await expect(addForm(path, template, name)).rejects.toThrow(message);
    expect(await textsIn(path)).toEqual(before);
  });

  it("where entries cannot be added at the end says so, and does nothing", async () => {
    const path = await copyOf("cli/playbook/template", "braces");
    await writeFile(join(path, "topics.yaml"), "{ newsletter: { title: News, text: News } }\n");
    const before = await textsIn(path);
    await expect(addForm(path, "webinar", "webinar")).rejects.toThrow("without braces around all");
    expect(await textsIn(path)).toEqual(before);
  });

  it("is called as its template where no name is given, with a number where that is taken", async () => {
    const path = await copyOf("cli/playbook/template", "unnamed");
    expect((await addForm(path, "webinar")).name).toBe("webinar");
    expect((await addForm(path, "webinar")).name).toBe("webinar-2");
    const { stdout } = await run("add", "form", "newsletter", path);
    expect(stdout).toContain('<fodspor-form name="newsletter-2">');
    expect(await problemsIn(path)).toEqual([]);
  });

  it("tells which templates there are", async () => {
    const { code, stdout } = await run("add", "--list");
    expect(code).toBe(0);
    for (const name of Object.keys(TEMPLATES)) expect(stdout).toContain(name);
    expect(await run("add", "form", "webinar", "--folder", join(folder, "nowhere"))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no folder"),
    });
  });
});
