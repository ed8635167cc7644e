import type { Browser as Chromium, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

const stack = inject("stack");
const admin = `${stack.base}/admin`;

let chromium: Chromium;
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium.close());

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.newContext({ locale: "en-GB", ...options });
  onTestFinished(() => context.close());
  return context.newPage();
}

async function loggedIn(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(options);
  await page.goto(`${admin}/login`);
  await page.fill("#token", stack.adminToken);
  await page.keyboard.press("Enter");
  await page.waitForURL(admin);
  return page;
}

/** A person with a score, who asked for the white paper. */
async function somebody(answers: Record<string, unknown> = {}) {
  const browser = new Browser();
  const email = freshEmail();
  await browser.read("/", "/pricing", "/pricing");
  await browser.submit({ email, firstName: "Anna", "permission.newsletter": "yes", ...answers });
  const { json } = await until(
    () => browser.api(`/profiles?email=${email}`),
    (answer) => answer.json?.profiles?.[0]?.views === 3,
  );
  const { json: sent } = await until(
    () => browser.api(`/messages?email=${email}`),
    (answer) => answer.json?.messages?.[0]?.status === "sent",
  );
  return { browser, email, id: json.profiles[0].id as string, mail: sent.messages[0].id as string };
}

describe("logging in", () => {
  it("leads from any page to the login, says when the token is wrong, and then to the page wanted", async () => {
    const page = await open();
    await page.goto(`${admin}/people?segment=engaged`);
    expect(page.url()).toContain("/admin/login");
    await page.fill("#token", "not the token");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[role=alert]");
    expect(await page.textContent("[role=alert]")).toContain("not the admin token");
    await page.fill("#token", stack.adminToken);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${admin}/people?segment=engaged`);
    const [cookie] = await page.context().cookies(admin);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/_f/admin" });
    await page.getByRole("button", { name: "Log out" }).click();
    await page.waitForURL(/login/);
    await page.goto(`${admin}/mailbox`);
    expect(page.url()).toContain("/admin/login");
  });

  it("is refused to a form on another website, with a forged session, and with a foreign next page", async () => {
    const post = (headers: Record<string, string>, body: Record<string, string>) =>
      fetch(`${admin}/login`, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(body) });
    const token = stack.adminToken;
    expect((await post({ origin: "https://evil.example" }, { token })).status).toBe(403);
    expect((await post({ "sec-fetch-site": "cross-site" }, { token })).status).toBe(403);
    expect((await post({}, { token: `${token}x` })).status).toBe(401);
    const good = await post({ origin: stack.url }, { token, next: "//evil.example/_f/admin/" });
    expect([good.status, good.headers.get("location")]).toEqual([303, "/_f/admin"]);
    const forged = await fetch(admin, { redirect: "manual", headers: { cookie: "fodspor_admin=AAAA" } });
    expect(forged.status).toBe(303);
  });

  it("lets nothing from elsewhere into its pages", async () => {
    const { headers } = await fetch(`${admin}/login`);
    expect(headers.get("content-security-policy")).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(headers.get("cache-control")).toBe("no-store");
  });
});

describe("the dashboard", () => {
  it("shows a person's score point by point, their permissions with evidence, and their timeline", async () => {
    const { email, id } = await somebody();
    // As a server or an import may tell it: a form that is answered so is marked, and no name.
    await rows("UPDATE profiles SET traits = json_set(traits, '$.firstName', '<b>Anna</b>') WHERE id = ?", id);
    const page = await loggedIn();
    await page.getByRole("link", { name: "People", exact: true }).first().click();
    await page.getByLabel("E-mail address").fill(email.toUpperCase());
    await page.getByRole("button", { name: "Show" }).click();
    const row = page.getByRole("row", { name: new RegExp(email) });
    expect(await row.textContent()).toMatch(/Evaluate.*D.*rank 2, warm.*Evaluating or justifying/);
    await row.getByRole("link", { name: "<b>Anna</b>" }).click();
    await page.waitForURL(`${admin}/people/${id}`);
    const explained = page.getByRole("table", { name: /Behaviour/ });
    expect(await explained.getByRole("row", { name: /Prices and terms/ }).textContent()).toMatch(
      /(20|19\.99).*14 days/,
    );
    expect(await explained.getByRole("row", { name: /Total/ }).textContent()).toMatch(/35\.5|35\.49/);
    await page.getByText("Wording and circumstances").first().click();
    expect(await page.textContent("details[open]")).toContain("2026-11-01");
    const timeline = await page.textContent(".timeline");
    expect(timeline).toContain("+10 Prices and terms");
    expect(timeline).toMatch(/Stage: \w+ → to\s+Evaluate/);
    expect(timeline).toContain("Entered Evaluating or justifying");
  });

  it("shows a mail in a frame that can run nothing, and its links where the keyboard finds them", async () => {
    const { email, mail, browser } = await somebody();
    const page = await loggedIn();
    await page.getByRole("link", { name: "Mailbox" }).click();
    const row = page.getByRole("row", { name: new RegExp(email) });
    await row.getByRole("link").first().click();
    await page.waitForURL(`${admin}/mailbox/${mail}`);
    const frame = page.frameLocator("iframe");
    expect(await frame.getByRole("link").first().textContent()).toContain("white paper");
    expect(await page.getAttribute("iframe", "sandbox")).not.toMatch(/allow-scripts|allow-same-origin/);
    await page.locator(".links a").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/confirm\//);
    await page.getByRole("button").click();
    await until(
      () => browser.api(`/permissions?email=${email}`),
      ({ json }) => json?.current?.newsletter === "confirmed",
    );
  });

  it("adds events as they come, until it is paused", async () => {
    const page = await loggedIn();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    const first = await somebody();
    await page.locator("#live-rows").getByText(first.email).first().waitFor({ timeout: 10_000 });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused.").waitFor();
    const second = await somebody();
    await page.waitForTimeout(2_500);
    expect(await page.locator("#live-rows").getByText(second.email).count()).toBe(0);
    await page.getByRole("button", { name: "Resume" }).click();
    await page.locator("#live-rows").getByText(second.email).first().waitFor({ timeout: 10_000 });
  });

  it("works without JavaScript", async () => {
    await somebody();
    const page = await loggedIn({ javaScriptEnabled: false });
    await page.getByRole("link", { name: "Refresh" }).click();
    expect(await page.locator("#live-rows tr").count()).toBeGreaterThan(0);
    expect(await page.getByRole("button", { name: "Pause" }).isVisible()).toBe(false);
  });

  it("speaks Danish to who reads Danish", async () => {
    const page = await loggedIn({ locale: "da-DK" });
    expect(await page.textContent("h1")).toBe("Overblik");
    expect(await page.getByRole("link", { name: "Vurdere", exact: true }).count()).toBe(1);
    expect(await page.getAttribute("html", "lang")).toBe("da");
  });
});

describe.each([
  { width: 1280, colorScheme: "light" as const },
  { width: 390, colorScheme: "dark" as const },
])("at $width px, $colorScheme", ({ width, colorScheme }) => {
  it("has no accessibility faults, nothing beside the screen, and reaches all by keyboard", async () => {
    const { id, mail } = await somebody();
    const page = await loggedIn({ viewport: { width, height: 800 }, colorScheme });
    for (const path of ["", "/people", `/people/${id}`, "/mailbox", `/mailbox/${mail}`, "/dead-letters", "/nowhere"]) {
      await page.goto(admin + path);
      expect([path, await violations(page, { iframes: false })]).toEqual([path, []]);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
    }
    await page.goto(admin);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  });
});
