import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { WORDS } from "../../worker/http/admin/words/index.ts";
import { people } from "../../worker/reports/people.ts";
import { visitsFrom, visitsOf } from "../../worker/reports/visits.ts";
import { Browser, rows, until } from "../support/client.ts";
import { violations } from "./axe.ts";
import { dashboard } from "./dashboard.ts";
import { busy, company, imported } from "./collected.ts";

const stack = inject("stack");
const admin = `${stack.base}/admin`;
const DENMARK = { "x-fodspor-cf": '{"country":"DK","city":"Aarhus"}' };

const { open } = dashboard();

const row = async (page: Page, name: RegExp | string): Promise<string> =>
  ((await page.getByRole("row", { name }).first().textContent()) ?? "").replaceAll(/\s+/g, " ");

/** The names of all words, whichever language they are in. */
const names = (words: object): string[] =>
  Object.entries(words).flatMap(([name, word]) =>
    typeof word === "object" && !Array.isArray(word) ? names(word).map((one) => `${name}.${one}`) : name,
  );

it("has a word in Danish for each in English", () => {
  expect(names(WORDS.da).toSorted()).toEqual(names(WORDS.en).toSorted());
});

describe("companies", () => {
  it("are found by how they are called, and lead to the people who work there and back", async () => {
    const { mark, told, person, email } = await company();
    const page = await open("/companies");
    await page.getByLabel("Name or domain").fill(`vareby ${mark}`);
    await page.getByRole("button", { name: "Show" }).click();
    expect(await row(page, new RegExp(mark))).toMatch(/your own server ?1 ?0/);
    await page.getByRole("link", { name: `Vareby ${mark}` }).click();
    await page.waitForURL(`${admin}/companies/${told}`);
    expect(await page.textContent("dl.pairs")).toMatch(new RegExp(`Logistics and transport.*acc-${mark}`));
    expect(await page.textContent("main")).toContain("whoever visited need not work there");
    await page
      .getByRole("row", { name: new RegExp(email) })
      .getByRole("link")
      .click();
    await page.waitForURL(`${admin}/people/${person}`);
    expect(await page.textContent("dl.pairs")).toContain(`crm-${mark}`);
    expect(await page.textContent(".timeline")).toContain(`Linked to a company: Vareby ${mark}`);
    await page.getByRole("link", { name: `Vareby ${mark}` }).click();
    await page.waitForURL(`${admin}/companies/${told}`);
  });

  it("tell of visits from their network, and attribute nobody to them for it", async () => {
    const { organization, seen } = await company();
    const page = await open(`/companies/${seen}`);
    expect(await page.textContent("main")).toContain("Nobody is known to work there.");
    expect(await row(page, /Visitor/)).toMatch(/\/pricing.*Directly.*Aarhus, Denmark.*1$/);
    await page.getByRole("link", { name: /Visitor/ }).click();
    const visits = page.getByRole("table", { name: "Visits, newest first" });
    expect(await visits.textContent()).toContain(organization);
    expect(await page.textContent("dl.pairs")).not.toContain("Works at");
  });

  it("are looked up by indexes: no page goes through the events or through everybody", async () => {
    for (const { statements } of [visitsOf("x", 20), visitsFrom("x", 50), people({ company: "x" }, { limit: 50 })]) {
      const { sql, args } = statements[0]!;
      const plan = await rows(`EXPLAIN QUERY PLAN ${sql}`, ...(args as (string | number)[]));
      // A person's own browsers, picked by an index before, are gone through as `v`.
      expect(plan.map(({ detail }) => String(detail)).filter((step) => /^SCAN (?!v$)/.test(step))).toEqual([]);
    }
  });
});

describe("traffic", () => {
  it("shows views without consent with the figures of each picture, small numbers together", async () => {
    const now = "2032-05-10T12:00:00Z";
    const visitor = new Browser(new Date(now));
    visitor.headers = { ...DENMARK, "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/153.0 Safari/537.36" };
    for (const path of ["/terms", "/terms", "/terms", "/terms", "/terms", "/terms", "/blog/x"])
      await visitor.batch([visitor.event("page_view", path)]);
    await until(
      () => visitor.api("/totals?from=2032-05-10&to=2032-05-10"),
      ({ json }) => json.views === 7,
    );
    const page = await open("/traffic?days=7", {}, now);
    expect(await row(page, "/terms")).toMatch(/terms ?6/);
    expect(await row(page, /together \(\*\)/)).toMatch(/Fewer than 5 each, together \(\*\) ?1/);
    expect(await row(page, "Denmark")).toMatch(/Denmark ?7/);
    expect(await row(page, "Directly")).toMatch(/Directly ?7/);
    expect(await row(page, "Desktop")).toMatch(/Desktop ?7/);
    expect(await page.locator(".plot[aria-hidden=true] rect").count()).toBe(7);
    await page.getByText("The figures, day by day").click();
    expect(await row(page, "10 May 2032")).toMatch(/10 May 2032 ?7/);
    await page.getByRole("link", { name: "90 days" }).click();
    expect(await page.locator(".plot rect").count()).toBe(90);
  });

  it("shows how many said yes, to what, and how; a region's rule is nobody's choice", async () => {
    const now = "2032-06-10T12:00:00Z";
    const choose = async (how: string, yes: boolean) => {
      const consent = { analytics: yes, personalization: false, marketing: false };
      const answer = await new Browser(new Date(now)).post("/consent", { consent, how, id: randomUUID(), at: now });
      expect(answer.status).toBe(200);
    };
    for (const yes of [true, true, true, false]) await choose("banner", yes);
    await choose("region", false);
    await until(
      () => new Browser().api("/choices?from=2032-06-10&to=2032-06-10"),
      ({ json }) => json.people === 5,
    );
    const page = await open("/traffic/choices", {}, now);
    expect(await page.textContent("dl.numbers")).toMatch(
      /Choices made.*4.*Yes to statistics.*75%.*Yes to marketing.*0%/s,
    );
    expect(await row(page, "In the banner")).toMatch(/In the banner ?4 ?0 ?3 ?1/);
    expect(await row(page, "By the region's rule")).toMatch(/rule ?1 ?0 ?0 ?1/);
    await page.getByText("The figures, day by day").click();
    expect(await row(page, "10 Jun 2032")).toMatch(/75% \(3 of 4\)/);
  });

  it("says why events were refused in words, and shows a reason without words by its code", async () => {
    const robot = new Browser();
    robot.headers = { "user-agent": "Googlebot/2.1" };
    await robot.batch([robot.event("page_view", "/")]);
    await until(
      () => robot.api("/stats"),
      ({ json }) => json.events.refused.bot > 0,
    );
    await rows("INSERT INTO counters (name, value) VALUES ('refused.made_up', 0) ON CONFLICT DO NOTHING");
    const page = await open("/traffic/events");
    expect(await row(page, /Robots/)).toMatch(/Crawlers and programs that say what they are\. ?\d/);
    expect(await row(page, /made_up/)).toMatch(/Another reason made_up ?0/);
    expect(await row(page, "Events received")).toMatch(/\d/);
  });
});

describe("imports", () => {
  it("show how far each has come, what was refused, and the command that starts one", async () => {
    const done = await imported();
    const dry = await imported({ dryRun: true });
    const open5 = await imported({ key: randomUUID() }, 3);
    const page = await open("/imports");
    expect(await row(page, done.name)).toMatch(/people ?5 rows ?4 ?4 new ?1 ?/);
    expect(await row(page, dry.name)).toContain("Only checked: nothing of it was taken in.");
    expect(await row(page, open5.name)).toMatch(/60%: 3 of 5 rows ?under way/);
    const bar = page.getByRole("progressbar", { name: `Progress: ${open5.name}` });
    expect(await bar.evaluate((one: HTMLProgressElement) => one.position)).toBeCloseTo(0.6);
    expect(await page.textContent("main")).toContain("npm run import -- people FILE.csv --dry-run");
    await page.getByRole("link", { name: done.name }).click();
    expect(await row(page, "3")).toMatch(/^3 ?email/);
    const later = await open(`/imports/${open5.id}`, {}, new Date(Date.now() + 3_600_000).toISOString());
    expect(await later.textContent("main")).toContain("Run the same command again");
  });
});

describe("a person's timeline", () => {
  it("tells reading, links, downloads, forms and orders in words, and runs nothing of it", async () => {
    const page = await open(`/people/${await busy()}`);
    const text = ((await page.textContent(".timeline")) ?? "").replaceAll(/\s+/g, " ");
    expect(text).toContain("read for 42 s · 80% of the page");
    expect(text).toMatch(/Link to another website \/pricing ?Partner · https:\/\/partner\.example\/x/);
    expect(text).toMatch(/Download \/pricing ?https:\/\/a\.example\/list\.pdf/);
    expect(text).toContain("Form sent on the website: contact-form");
    expect(text).toMatch(/Ordered \/shop ?2 × Headset \(€1,299\.50\), <b>Ring<\/b> · €420\.50 · order N-1/);
    expect(text).toContain("Looked at the cart");
    expect(text).toMatch(/Event: Webinar \/shop ?minutes: 34/);
    expect(text).toContain("/pricing – <script>alert(1)</script>");
    const visits = page.getByRole("table", { name: "Visits, newest first" });
    expect(await visits.textContent()).toContain("Aarhus, Denmark");
  });
});

describe.each([
  { width: 1280, colorScheme: "light" as const, locale: "en-GB", heading: "Companies" },
  { width: 390, colorScheme: "dark" as const, locale: "da-DK", heading: "Virksomheder" },
])("at $width px, $colorScheme, $locale", ({ width, colorScheme, locale, heading }) => {
  it("has no accessibility faults, nothing beside the screen, and no word left out", async () => {
    const [{ told, seen }, { id }, person] = await Promise.all([company(), imported(), busy()]);
    const traffic = ["/traffic", "/traffic?days=90", "/traffic/choices", "/traffic/events"];
    const page = await open("/companies", { viewport: { width, height: 800 }, colorScheme, locale });
    expect(await page.textContent("h1")).toBe(heading);
    const paths = ["", "/companies?q=nothing-is-called-this", `/companies/${told}`, `/companies/${seen}`, ...traffic];
    for (const path of ["/companies", ...paths, "/imports", `/imports/${id}`, `/people/${person}`]) {
      await page.goto(admin + path);
      for (const figures of await page.locator("details summary").all()) await figures.click();
      expect([path, await violations(page)]).toEqual([path, []]);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
      expect(await page.textContent("main")).not.toMatch(/undefined|NaN|\[object/);
      expect(await page.getAttribute("html", "lang")).toBe(locale.slice(0, 2));
    }
  });
});

it("answers a page that there is not, a cursor made up, and words of a database with care", async () => {
  const page = await open("/companies");
  await page.goto(`${admin}/companies?q=%25'%22%3Cscript%3E`);
  expect(await page.inputValue("input[name=q]")).toBe("%'\"<script>");
  page.removeAllListeners("console");
  for (const [path, status] of [
    ["/companies/nobody", 404],
    ["/imports/none", 404],
    ["/companies?cursor=x", 400],
    ["/imports?cursor=x", 400],
    ["/companies?source=everything", 200],
    ["/traffic?days=9999999", 200],
  ] as const)
    expect([path, (await page.goto(admin + path))?.status()]).toEqual([path, status]);
});
