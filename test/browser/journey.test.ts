import type { Browser as Chromium, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { Browser, freshEmail, until } from "../support/client.ts";
import { launchChromium } from "./chromium.ts";

const stack = inject("stack");
let chromium: Chromium;

beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium.close());

/** A visitor with a browser of their own; what the page throws or logs as an error fails the test. */
async function visitor(
  options: Parameters<Chromium["newContext"]>[0] = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await chromium.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  onTestFinished(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  return { page, context };
}

const hero = (page: Page, variant: string): Promise<void> =>
  page.locator(`fodspor-block[name=hero][data-variant=${variant}]`).waitFor();

const accept = (page: Page): Promise<void> =>
  page
    .getByRole("button", { name: /accept|allow|yes/i })
    .first()
    .click();

/** Goes to a page and stays until its page view has been acknowledged. */
async function read(page: Page, path: string): Promise<void> {
  const acknowledged = page.waitForResponse((response) => response.url().endsWith("/_f/e") && response.ok());
  await page.goto(stack.demoUrl + path);
  await acknowledged;
}

describe("a visitor of the demo website", () => {
  it("reads, consents, gets a personal hero, asks for the white paper, confirms from the mailbox, and is a lead", async () => {
    const { page } = await visitor();
    const email = freshEmail("journey");

    await page.goto(stack.demoUrl);
    const seen = page.waitForResponse((response) => response.url().endsWith("/_f/e"));
    await accept(page);
    await seen;
    await hero(page, "new");

    await read(page, "/pricing/");
    await read(page, "/terms/");
    await read(page, "/");
    await hero(page, "evaluating");
    expect(await page.locator("fodspor-block h1").textContent()).toMatch(/before you decide/);

    await read(page, "/white-paper/");
    await page.getByLabel("Work e-mail").fill(email);
    await page.getByLabel(/First name/).fill("Anna");
    await page.getByLabel(/Notes from the floor/).check();
    await page.getByRole("button", { name: "Get the white paper" }).click();
    await page.getByRole("heading", { name: "Look in your inbox" }).waitFor();

    await confirmFromMailbox(page, email);
    await page.getByRole("link", { name: /Read The quiet peak/ }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(page.url()).toContain("/downloads/peak-season-white-paper");

    const api = new Browser();
    const [profile] = await until(
      async () => (await api.api(`/profiles?email=${email}`)).json.profiles,
      (found) => found[0]?.permissions.newsletter === "confirmed",
    );
    expect(profile).toMatchObject({
      email,
      emailConfirmed: true,
      traits: { firstName: "Anna" },
      stage: "evaluate",
      permissions: { "white-paper": "confirmed", newsletter: "confirmed" },
      consent: { analytics: true, personalization: true, marketing: true },
    });
    // Front page twice (0.5 each), prices and terms (10 each), the white paper's page (10) and the form (15).
    expect(Math.round(profile.score.behaviour.points)).toBe(46);
    expect(profile.score.behaviour.rank).toBe(2);
    const sum = profile.explain.reduce((total: number, line: { points: number }) => total + line.points, 0);
    expect(sum).toBeCloseTo(profile.score.behaviour.points, 6);
    expect(profile.segments).toEqual(expect.arrayContaining(["engaged", "evaluating", "subscribers"]));
    const { events } = (await api.api(`/profiles/${profile.id}/timeline`)).json;
    const told = events.map((event: { type: string; path: string | null }) =>
      `${event.type} ${event.path ?? ""}`.trim(),
    );
    for (const one of [
      "consent /",
      "page_view /pricing/",
      "page_view /terms/",
      "form_submit /white-paper/",
      "permission_confirmed",
    ])
      expect(told).toContain(one);
  });

  it("who declines leaves nothing in the browser but that they declined, and is nobody in the database", async () => {
    const { page, context } = await visitor();
    await page.goto(stack.demoUrl);
    await page
      .getByRole("button", { name: /decline|no/i })
      .first()
      .click();
    await page.goto(`${stack.demoUrl}/pricing/`);
    await page.goto(`${stack.demoUrl}/terms/`);
    await page.goto(stack.demoUrl);
    await hero(page, "default");
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["fodspor.consent"]);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it("sees in edge mode the same hero without waiting for a script, and nothing moves", async () => {
    const { page, context } = await visitor();
    await page.goto(`${stack.url}/`);
    const seen = page.waitForResponse((response) => response.url().endsWith("/_f/e"));
    await accept(page);
    await seen;
    for (const path of ["/pricing/", "/terms/"]) {
      const acknowledged = page.waitForResponse((response) => response.url().endsWith("/_f/e"));
      await page.goto(stack.url + path);
      await acknowledged;
    }
    const still = await context.newPage();
    await still.route("**/*.js", (route) => route.abort());
    await still.goto(`${stack.url}/`);
    await hero(still, "evaluating");
    await page.goto(`${stack.url}/`);
    await hero(page, "evaluating");
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let total = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) total += (entry as unknown as { value: number }).value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(total), 500);
        }),
    );
    expect(shift).toBeLessThan(0.001);
  });

  it("without JavaScript asks for the white paper all the same, by keyboard", async () => {
    const { page } = await visitor({ javaScriptEnabled: false });
    const email = freshEmail("nojs");
    await page.goto(`${stack.url}/white-paper/`);
    await page.getByLabel("Work e-mail").focus();
    await page.keyboard.type(email);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Look in your inbox" }).waitFor();
    await confirmFromMailbox(page, email);
    await page.getByRole("link", { name: /Read The quiet peak/ }).waitFor();
  });

  it("in Danish is asked and thanked in Danish", async () => {
    const { page } = await visitor({ locale: "da-DK" });
    await page.goto(`${stack.url}/_f/form/whitepaper`);
    await page.getByLabel("Arbejdsmail").fill(freshEmail("dansk"));
    await page.locator("button[type=submit]").click();
    await page.locator(".fodspor-done").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("da");
  });
});

/** Opens the mail in the dashboard's mailbox, follows its link, and presses the button there. */
async function confirmFromMailbox(page: Page, email: string): Promise<void> {
  const api = new Browser();
  await until(
    async () => (await api.api(`/messages?email=${email}`)).json.messages,
    (messages) => messages[0]?.status === "sent",
  );
  await page.goto(`${stack.base}/admin`);
  const login = page.locator("input[type=password]");
  if (await login.isVisible()) {
    await login.fill(stack.adminToken);
    await Promise.all([page.waitForURL((url) => !url.pathname.endsWith("/login")), page.keyboard.press("Enter")]);
  }
  await page.goto(`${stack.base}/admin/mailbox`);
  await page
    .getByRole("row", { name: new RegExp(email.slice(0, email.indexOf("@"))) })
    .getByRole("link")
    .first()
    .click();
  const link = page.locator('a[href*="/confirm/"]').first();
  await page.goto((await link.getAttribute("href"))!);
  await page.getByRole("button").click();
}
