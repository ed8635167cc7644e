import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { rows, until } from "../support/client.ts";
import { nastyText } from "../support/nasty.ts";
import { somebody } from "../support/person.ts";
import { violations } from "./axe.ts";
import { dashboard, text } from "./dashboard.ts";

const stack = inject("stack");
const admin = `${stack.base}/admin`;

const { open, chromium } = dashboard();

/** A day that no other test uses, so that a filter shows this test's answers only. */
let days = 0;
const freshDay = (): string => new Date(Date.UTC(2024, 0, 1 + days++)).toISOString().slice(0, 10);

async function sent(profile: string, day: string, answers: object, doubts: string[] = []): Promise<void> {
  await rows(
    "INSERT INTO submissions (id, profile_id, form, at, locale, url, answers, doubts) VALUES (?, ?, 'whitepaper', ?, 'en', ?, ?, ?)",
    randomUUID(),
    profile,
    Date.parse(`${day}T12:00:00Z`),
    stack.demoUrl,
    JSON.stringify(answers),
    JSON.stringify(doubts),
  );
}

describe("forms", () => {
  it("are listed with how they do, and each leads to its answers in its own words", async () => {
    const { id, email } = await somebody(["/white-paper/"], { industry: "logistics" });
    const page = await open("/forms");
    const line = page.getByRole("row", { name: /Get The quiet peak/ });
    expect(await line.textContent()).toMatch(/from [\d,]+ to [\d,]+/);
    await line.getByRole("link").click();
    await page.waitForURL(`${admin}/forms/whitepaper`);
    expect(await page.textContent("nav [aria-current]")).toBe("Forms");
    const answer = page.getByRole("row", { name: new RegExp(email) }).first();
    expect(await answer.textContent()).toMatch(/What does your company do\?.*Logistics and transport/);
    expect(await text(page)).toContain("a box, never ticked beforehand");
    await answer.getByRole("link").click();
    await page.waitForURL(`${admin}/people/${id}`);
  });

  it("are filtered by day and doubt, by keyboard, and what fits is downloaded", async () => {
    const { id } = await somebody();
    const day = freshDay();
    await sent(id, day, { company: "Sure" });
    await sent(id, day, { company: "=Odd" }, ["fast", "company"]);
    const page = await open("/forms/whitepaper");
    await page.getByLabel("From").fill(day);
    await page.getByLabel("Up to and including").fill(day);
    await page.getByLabel("Which").selectOption("1");
    await page.getByRole("button", { name: "Show" }).press("Enter");
    await page.waitForURL(/doubted=1/);
    const table = page.getByRole("table", { name: "Sent, newest first", exact: true });
    expect(await table.getByRole("row").count()).toBe(2);
    expect(await table.textContent()).toMatch(/=Odd.*sent faster than a person writes.*Company: looks made up/);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download CSV" }).press("Enter"),
    ]);
    expect(download.suggestedFilename()).toMatch(/^whitepaper-.*\.csv$/);
    const file = readFileSync((await download.path())!, "utf8");
    expect(file).toContain("'=Odd");
    expect(file).not.toContain("Sure");
  });

  it("show whatever was answered as text, and run none of it", async () => {
    const { id } = await somebody();
    const day = freshDay();
    const written = fc.sample(
      nastyText.filter((one) => !one.includes("\0") && one.isWellFormed()),
      { numRuns: 12, seed: 7 },
    );
    for (const one of ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', ...written])
      await sent(id, day, { company: one, title: one, [one]: one }, [one]);
    const page = await open(`/forms/whitepaper?from=${day}&to=${day}`);
    for (const path of [`/forms/whitepaper?from=${day}&to=${day}`, `/people/${id}`]) {
      await page.goto(admin + path);
      expect(await page.locator("main :is(script, img:not([src*='icon']), iframe, object, style)").count()).toBe(0);
      expect(
        await page.evaluate(() =>
          [...document.querySelectorAll("main *")]
            .flatMap((one) => one.getAttributeNames())
            .filter((name) => name.startsWith("on")),
        ),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
    expect(await text(page)).toContain("<script>alert(1)</script>");
  });

  it("are no page where the playbook has none of that name", async () => {
    const page = await open("/forms");
    page.removeAllListeners("console");
    for (const path of [
      "/forms/none",
      "/forms/constructor",
      "/forms/none/preview",
      "/forms/whitepaper/preview?persona=*",
    ])
      expect([path, (await page.goto(admin + path))?.status()]).toEqual([path, 404]);
  });
});

describe("the gallery", () => {
  it("shows a form to each persona on a desktop and a phone, and says what is left out and why", async () => {
    const page = await open("/forms");
    await page.getByRole("link", { name: "See all forms as visitors see them" }).click();
    await page.locator("select[name=form]").selectOption("whitepaper");
    await page.getByLabel("Visitor").selectOption("manager");
    await page.getByLabel("Language").selectOption("da");
    await page.getByLabel("Look").selectOption("dark");
    await page.getByRole("button", { name: "Show" }).press("Enter");
    await page.waitForURL(/persona=manager/);
    expect(await page.locator("iframe").count()).toBe(2);
    const phone = page.frameLocator("iframe").last();
    await phone.getByRole("heading", { name: "Få The quiet peak" }).waitFor();
    // What the persona told is not asked again, and nothing of it is in the form.
    expect(await phone.getByLabel("Fornavn").count()).toBe(0);
    expect(await text(page)).toMatch(/First name – known already/);
    expect(await phone.locator("body").evaluate((body) => getComputedStyle(body.parentElement!).colorScheme)).toBe(
      "dark",
    );
    const width = await page
      .locator("iframe")
      .last()
      .evaluate((frame) => frame.clientWidth);
    expect(width).toBeGreaterThan(340);
    expect(width).toBeLessThan(400);
  });

  it("shows everybody where everybody is wanted, and asks nobody known the most", async () => {
    const page = await open("/gallery?form=whitepaper&persona=*");
    const personas = await page.getByLabel("Visitor").locator("option").count();
    // "Nobody known", "Everybody" and the personas; each is shown twice.
    expect(await page.locator("iframe").count()).toBe(2 * (personas - 1));
    expect(await page.locator(".wrong").count()).toBe(0);
  });

  it("sends nothing, runs nothing, and lets no other page put it into a frame", async () => {
    const page = await open("/forms");
    const answer = await page.request.get(`${admin}/forms/whitepaper/preview`);
    const policy = answer.headers()["content-security-policy"]!;
    for (const rule of ["sandbox;", "default-src 'none'", "form-action 'none'", "frame-ancestors 'self'"])
      expect(policy).toContain(rule);
    const own = (await page.request.get(`${admin}/gallery`)).headers()["content-security-policy"];
    expect(own).toContain("frame-src 'self'");
    const stranger = await chromium().newContext();
    onTestFinished(() => stranger.close());
    const outside = await stranger.newPage();
    await outside.goto(`${admin}/forms/whitepaper/preview`);
    expect(outside.url()).toContain("/admin/login");
  });

  it("shows one step of a form that has several", async () => {
    const page = await open("/gallery?form=demo&step=2");
    const frame = page.frameLocator("iframe").first();
    await frame.locator("form").waitFor();
    expect(await frame.locator("input[type=email]").count()).toBe(0);
    await page.getByLabel("Step").selectOption("");
    await page.getByRole("button", { name: "Show" }).click();
    await page.frameLocator("iframe").first().locator("input[type=email]").waitFor();
  });
});

describe.each([
  { width: 1280, colorScheme: "light" as const, locale: "en-GB", heading: "Forms" },
  { width: 390, colorScheme: "dark" as const, locale: "da-DK", heading: "Formularer" },
])("at $width px, $colorScheme, $locale", ({ width, colorScheme, locale, heading }) => {
  it("has no accessibility faults, nothing beside the screen, and no word left out", async () => {
    const { id, email } = await somebody(["/"], { industry: "logistics" });
    await until(
      () => rows("SELECT 1 FROM permissions WHERE email = ?", email),
      (found) => found.length > 0,
    );
    const page = await open("/forms", { viewport: { width, height: 800 }, colorScheme, locale });
    expect(await page.textContent("nav [aria-current]")).toBe(heading);
    const paths = [
      "/forms?days=90",
      "/forms/whitepaper",
      "/forms/demo?days=7",
      "/gallery?form=nps",
      "/rights",
      "/suppressions",
    ];
    for (const path of [...paths, `/people/${id}`, `/people/${id}/erase`, "/people?done=erased"]) {
      await page.goto(admin + path);
      for (const figures of await page.locator("details summary").all()) await figures.click();
      // What is in a frame has its own tests: nothing runs in it, axe neither.
      expect([path, await violations(page, { iframes: false })]).toEqual([path, []]);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
      expect(await page.textContent("main")).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it("shows forms that have no faults either, to whomever", async () => {
    // Else nothing could be asked in a page that runs no script.
    const page = await open("/forms", { viewport: { width, height: 800 }, colorScheme, locale, bypassCSP: true });
    const look = colorScheme;
    for (const query of [`whitepaper/preview?look=${look}`, `demo/preview?look=${look}&persona=manager&locale=da`]) {
      await page.goto(`${admin}/forms/${query}`);
      await page.locator("form").waitFor();
      expect([query, await violations(page)]).toEqual([query, []]);
      expect([query, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([query, 0]);
    }
  });
});
