import { randomUUID } from "node:crypto";
import type { Browser as Chromium, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { rows, until } from "../support/client.ts";
import { launchChromium } from "./chromium.ts";

const stack = inject("stack");
const GRANTED = { analytics: true, personalization: true, marketing: true };
const DENIED = { analytics: false, personalization: false, marketing: false };
let chromium: Chromium;

beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium.close());

async function newContext(): Promise<BrowserContext> {
  const context = await chromium.newContext({ locale: "en-GB" });
  onTestFinished(() => context.close());
  return context;
}

const call = (page: Page, ...args: unknown[]): Promise<void> =>
  page.evaluate((a) => (window as unknown as { fodspor(...args: unknown[]): void }).fodspor(...a), args);

const pathsOf = (events: Record<string, unknown>[]): string[] =>
  events.map((row) => String(row["path"])).toSorted((a, b) => (a < b ? -1 : 1));

/** Views of paths that only this test has. */
const viewsOf = (mark: string): Promise<Record<string, unknown>[]> =>
  rows("SELECT path, profile_id, visitor_id FROM events WHERE type = 'page_view' AND path LIKE ?", `%${mark}%`);

/** Any path under /blog/ will do: the demo website answers unknown ones with a page of its own, tracked like all. */
const own = (mark: string, n: number): string => `/blog/${mark}-${n}`;

describe("five tabs of one visitor", () => {
  it("lose and double no page view, and are one person", async () => {
    const mark = randomUUID().slice(0, 8);
    const context = await newContext();
    const first = await context.newPage();
    await first.goto(stack.demoUrl);
    await Promise.all([
      first.waitForResponse((response) => response.url().endsWith("/_f/e") && response.ok()),
      call(first, "consent", GRANTED),
    ]);
    await Promise.all(
      Array.from({ length: 5 }, async (_, tab) => {
        const page = await context.newPage();
        for (const n of [1, 2, 3]) await page.goto(stack.demoUrl + own(mark, tab * 10 + n));
        await page.close({ runBeforeUnload: true });
      }),
    );
    // Whatever the tabs took with them is adopted by the one that stays.
    await first.reload();
    const expected = [0, 1, 2, 3, 4]
      .flatMap((tab) => [1, 2, 3].map((n) => own(mark, tab * 10 + n)))
      .toSorted((a, b) => (a < b ? -1 : 1));
    const seen = await until(
      () => viewsOf(mark),
      (found) => found.length >= expected.length,
      25,
    );
    expect(pathsOf(seen)).toEqual(expected);
    expect(new Set(seen.map((row) => row["profile_id"])).size).toBe(1);
  }, 60_000);
});

describe("a website on another domain than the Worker", () => {
  /** The demo website under a name whose cookies are not the Worker's, with the script from the Worker's. */
  async function elsewhere(mark: string): Promise<{ context: BrowserContext; open: (n: number) => Promise<Page> }> {
    const context = await newContext();
    const site = stack.demoUrl.replace("localhost", "127.0.0.1");
    await context.route(`${stack.base.replace("localhost", "127.0.0.1")}/**`, (route) => route.abort());
    const open = async (n: number): Promise<Page> => {
      const tab = context.pages()[0] ?? (await context.newPage());
      await tab.goto(site + own(mark, n));
      await tab.evaluate((src) => {
        const script = document.createElement("script");
        script.src = src;
        script.dataset["consent"] = "manual";
        const block = document.createElement("fodspor-block");
        block.setAttribute("name", "hero");
        for (const element of [script, block] as Node[]) document.body.appendChild(element);
      }, `${stack.base}/s.js`);
      await tab.waitForFunction(() => "fodspor" in window);
      return tab;
    };
    return { context, open };
  }

  it("has one visitor and the same blocks, kept in a token after consent and in nothing before", async () => {
    const mark = randomUUID().slice(0, 8);
    const { context, open } = await elsewhere(mark);
    const tab = await open(1);
    await tab.waitForTimeout(500);
    expect(await tab.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await Promise.all([
      tab.waitForResponse((response) => response.url().endsWith("/_f/e") && response.ok()),
      call(tab, "consent", GRANTED),
    ]);
    await until(
      () => tab.evaluate(() => localStorage.getItem("fodspor.token")),
      (token) => (token?.length ?? 0) > 100,
    );
    for (const n of [2, 3]) {
      const answered = tab.waitForResponse((response) => response.url().endsWith("/_f/e") && response.ok());
      await open(n);
      await answered;
    }
    expect(await context.cookies()).toEqual([]);
    const seen = await until(
      () => viewsOf(mark),
      (found) => found.length >= 3,
    );
    expect(pathsOf(seen)).toEqual([own(mark, 1), own(mark, 2), own(mark, 3)]);
    expect(new Set(seen.map((row) => row["profile_id"])).size).toBe(1);
    expect(await tab.locator("fodspor-block[data-variant]").count()).toBe(1);
  });

  it("keeps nothing after a no", async () => {
    const { open } = await elsewhere(randomUUID().slice(0, 8));
    const tab = await open(1);
    await Promise.all([
      tab.waitForResponse((response) => response.url().endsWith("/_f/e") && response.ok()),
      call(tab, "consent", GRANTED),
    ]);
    await Promise.all([
      tab.waitForResponse((response) => response.url().endsWith("/_f/consent")),
      call(tab, "consent", DENIED),
    ]);
    expect(await tab.evaluate(() => Object.keys(localStorage))).toEqual(["fodspor.consent"]);
  });
});

describe("a browser that keeps neither cookies nor storage", () => {
  it("has one visitor for as long as the page lives, and causes no error", async () => {
    const mark = randomUUID().slice(0, 8);
    const context = await newContext();
    await context.addInitScript(() => {
      Object.defineProperty(navigator, "cookieEnabled", { value: false });
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(`${stack.demoUrl}/pricing/`);
    const answered = () => page.waitForResponse((response) => response.url().endsWith("/_f/e") && response.ok());
    await Promise.all([answered(), call(page, "consent", GRANTED)]);
    for (const n of [1, 2]) await Promise.all([answered(), call(page, "event", `${mark} ${n}`)]);
    const seen = await until(
      () =>
        rows(
          `SELECT type FROM events WHERE data->>'$.properties.by' IS NULL
             AND profile_id IN (SELECT profile_id FROM events WHERE name = ?) ORDER BY at, type`,
          `${mark} 2`,
        ),
      (found) => found.length >= 4,
    );
    expect(seen.map((row) => row["type"]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      "consent",
      "page_view",
      "track",
      "track",
    ]);
    expect(await context.cookies()).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe("a visitor who changes their mind", () => {
  it("loses the cookie and all but the choice at once, in every tab", async () => {
    const context = await newContext();
    const [one, two] = [await context.newPage(), await context.newPage()];
    await one.goto(stack.demoUrl);
    await Promise.all([
      one.waitForResponse((response) => response.url().endsWith("/_f/e") && response.ok()),
      call(one, "consent", GRANTED),
    ]);
    await two.goto(`${stack.demoUrl}/pricing/`);
    expect((await context.cookies()).map(({ name }) => name)).toContain("fodspor");
    await Promise.all([
      one.waitForResponse((response) => response.url().endsWith("/_f/consent")),
      call(one, "consent", DENIED),
    ]);
    await until(
      async () => (await context.cookies()).map(({ name }) => name),
      (names) => !names.includes("fodspor"),
    );
    const mark = randomUUID().slice(0, 8);
    await call(two, "event", `after ${mark}`);
    await two.waitForTimeout(800);
    expect(await rows("SELECT id FROM events WHERE name = ?", `after ${mark}`)).toEqual([]);
    expect(await two.evaluate(() => Object.keys(localStorage))).toEqual(["fodspor.consent"]);
    expect((await context.cookies()).map(({ name }) => name)).not.toContain("fodspor");
  });
});
