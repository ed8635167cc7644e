import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { compare } from "../../cli/playbook/try/compare.ts";
import { historyOf } from "../../worker/personas/history.ts";
import { trialOf } from "../../worker/personas/trial.ts";
import { tryProfile } from "../../cli/playbook/try/profile.ts";
import { tryOut } from "../../cli/playbook/try/run.ts";
import { readPlaybook } from "../../cli/playbook/read.ts";
import { type Compiled, compile, Playbook } from "../../worker/playbook/index.ts";
import { Persona } from "../../worker/playbook/persona.ts";
import { Browser, type BrowserEvent, freshEmail, GRANTED, rows, until } from "../support/client.ts";
import { confirmLink, profileOf } from "../support/person.ts";

const FOLDER = join(import.meta.dirname, "../../example/playbook");
const stack = inject("stack");

let playbook: Compiled;
beforeAll(async () => {
  const document = Playbook.parse((await readPlaybook(FOLDER)).document);
  // The stack's own address, which is what its pages' addresses begin with.
  playbook = compile({ ...document, site: { ...document.site, url: stack.demoUrl } }, 1);
});

/** Hours and minutes within a day, so that the stack, whose clock is the real one, decides as of the same times. */
const persona = (email: string): Persona =>
  Persona.parse({
    title: "The same person twice",
    language: "da",
    device: "desktop",
    permissions: { newsletter: "confirmed" },
    did: [
      { page: "/", ago: "20h" },
      { page: "/products/pick/overview/", ago: "19h", times: 2 },
      { page: "/products/pick/voice-picking/", ago: "10h" },
      { page: "/white-paper/", ago: "9h" },
      { form: "whitepaper", ago: "9h", answers: { email, firstName: "Anna", company: "Acme" } },
      { page: "/pricing/?utm_source=mail", ago: "3h" },
      { page: "/terms/", ago: "2h" },
      { did: "calculator_used", ago: "90m", properties: { saved: 12 } },
    ],
  });

/** A browser that does what a persona did, each thing at its time; a patient one waits until each is stored. */
async function live(one: Persona, now: number, isPatient = false): Promise<{ browser: Browser; email: string }> {
  const browser = new Browser(new Date(now));
  const answers = one.did.flatMap((deed) => ("form" in deed ? [deed.answers] : []))[0] as Record<string, string>;
  browser.headers = {
    "accept-language": one.language!,
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
  };
  const raw = new Map(one.did.flatMap((deed) => ("page" in deed ? [[deed.page.split("?")[0]!, deed.page]] : [])));
  // Hours pass between them, so each is in the database before the next.
  const report = async (event: BrowserEvent, more: object): Promise<void> => {
    await browser.batch([event], { ...more });
    if (!isPatient) return;
    await until(
      () => rows("SELECT 1 FROM events WHERE id = ?", event.id),
      (found) => found.length === 1,
    );
  };
  for (const event of historyOf("twin", one, playbook, now)) {
    browser.now = new Date(event.at);
    const consent = browser.cookie ? {} : { consent: GRANTED };
    if (event.type === "page_view") await report(browser.event("page_view", raw.get(event.page!.path)!), consent);
    if (event.type === "track")
      await report(browser.event("track", "/", { name: event.name, properties: event.properties }), {});
    if (event.type === "form_submit") await browser.submit({ ...answers, "permission.newsletter": "yes" });
    if (event.type === "permission_confirmed")
      await browser.fetch(await confirmLink(browser, answers["email"]!), { method: "POST" });
  }
  browser.now = new Date(now);
  return { browser, email: answers["email"]! };
}

describe("a persona", () => {
  it("comes to the same as a visitor who does the same, and a replay of that visitor too", async () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const one = persona(freshEmail("twin"));
    const { browser, email } = await live(one, now, true);
    const fresh = await profileOf(browser, email, ({ views }) => views === 7);
    const report = tryOut(trialOf("twin", one, playbook, now, "da"), playbook, "/", now, "da");

    expect(report.stage.id).toBe("evaluate");
    expect(fresh.stage).toBe(report.stage.id);
    expect(fresh.stageSince).toBe(report.stage.since);
    const isIn = (segments: typeof report.segments): string[] =>
      segments.flatMap(({ name, isIn }) => (isIn ? [name] : []));
    expect(fresh.segments).toEqual(isIn(report.segments));
    const { fit, behaviour } = report.score;
    expect(fresh.score).toMatchObject({
      fit: { points: fit.points, grade: fit.grade },
      behaviour: { points: behaviour.points, rank: behaviour.rank },
    });
    expect(fresh.explain).toEqual(behaviour.lines.map(({ rule, points, at }) => ({ rule, points, at })));

    const names = report.blocks.map(({ name }) => name).join(",");
    const shown = (await browser.fetch(`/b?names=${names}&url=${encodeURIComponent(`${stack.demoUrl}/`)}`)).json;
    for (const { name, variant, html } of report.blocks) expect(shown[name], name).toEqual({ variant, html });
    const form = await browser.fetch("/form/whitepaper");
    const fields = [...form.text.matchAll(/<(?:input type="(?!hidden|checkbox)\w+"|select) [^>]*name="(\w+)"/g)].map(
      ([, field]) => field,
    );
    expect(fields).toEqual(report.forms.find(({ name }) => name === "whitepaper")!.fields);

    const target = { base: stack.base, token: stack.adminToken };
    const replayed = await tryProfile(target, fresh.id, playbook, "/", now, "da");
    expect(compare(replayed)).not.toContain("(other)");
    expect(replayed.report.notes).toEqual([]);
    expect(replayed.report.stage).toMatchObject({ id: report.stage.id, since: report.stage.since });
    expect(isIn(replayed.report.segments)).toEqual(isIn(report.segments));
    expect(replayed.report.score).toEqual(report.score);
    expect(replayed.report.blocks).toEqual(report.blocks);
    expect(replayed.stored).toMatchObject({ stage: "evaluate", behaviour: behaviour.points, fit: fit.points });
  });
});

describe("the command", () => {
  it("shows a terminal nothing that a visitor wrote to steer it", async () => {
    const browser = new Browser(new Date());
    const email = freshEmail("hostile");
    await browser.batch(
      [browser.event("page_view", "/"), browser.event("track", "/", { name: "evil\u001B[2J\u009B31m" })],
      { consent: GRANTED },
    );
    await browser.submit({ email, firstName: "Anna", company: "Acme" });
    const { id } = await profileOf(browser, email, ({ views }) => views === 1);
    const env = { ...process.env, FODSPOR_URL: stack.base, ADMIN_TOKEN: stack.adminToken };
    const { stdout } = await promisify(execFile)(process.execPath, ["cli/playbook/main.ts", "try", id], { env });
    expect(stdout).toContain("evil\uFFFD[2J");
    for (const steering of ["\u001B[2J", "\u009B"]) expect(stdout).not.toContain(steering);
  });
});

describe("the score at any time", () => {
  it("is what stood then, explained by lines that add up, and what will be left later", async () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const { browser, email } = await live(persona(freshEmail("past")), now);
    const { id } = await profileOf(browser, email, ({ views }) => views === 7);
    const at = async (ago: number) =>
      (await browser.api(`/profiles/${id}/score?at=${new Date(now - ago * 3_600_000).toISOString()}`)).json;
    const sum = (lines: { points: number }[]): number =>
      Math.round(lines.reduce((all, { points }) => all + points, 0) * 100) / 100;

    const [before, then, later, gone] = [await at(21), await at(8), await at(-14 * 24), await at(-400 * 24)];
    expect(before.behaviour).toMatchObject({ points: 0, explain: [] });
    expect(then.behaviour.explain.map(({ rule }: { rule: string }) => rule)).not.toContain("decisive");
    expect(later.behaviour.explain.map(({ rule }: { rule: string }) => rule)).toContain("decisive");
    expect(later.behaviour.points).toBeLessThan((await at(0)).behaviour.points * 0.6);
    expect(gone.behaviour.points).toBe(0);
    for (const score of [then, later, gone]) {
      expect(sum(score.behaviour.explain)).toBe(score.behaviour.points);
      expect(sum(score.fit.explain)).toBe(score.fit.points);
      expect(score.complete).toBe(true);
    }
  });

  it("refuses what is no time, and nobody", async () => {
    const browser = new Browser();
    const nobody = "00000000-0000-4000-8000-00000000dead";
    expect((await browser.api(`/profiles/${nobody}/score`)).status).toBe(404);
    expect((await browser.api(`/profiles/${nobody}/history`)).status).toBe(404);
    expect((await browser.api(`/profiles/${nobody}/score?at=yesterday`)).status).toBe(400);
  });
});
