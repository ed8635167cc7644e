import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, inject, onTestFinished } from "vitest";
import { launchChromium } from "./chromium.ts";

/** Opens pages of the dashboard, logged in; `now`, an ISO time, sets the clock that they look back from. */
export type Open = (path: string, options?: BrowserContextOptions, now?: string) => Promise<Page>;

/**
 * A browser for all tests of a file, and how they open the dashboard in it. Whatever it complains of, or a script that shows
 * itself, fails the test.
 */
export function dashboard(): { open: Open; chromium(): Browser } {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());
  const open: Open = async (path, options = {}, now) => {
    const { base, adminToken } = inject("stack");
    const admin = `${base}/admin`;
    const clock = now === undefined ? {} : { extraHTTPHeaders: { "x-fodspor-now": now } };
    const context = await chromium.newContext({ locale: "en-GB", ...clock, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") throw new Error(message.text());
    });
    page.on("dialog", (dialog) => {
      throw new Error(`a script ran: ${dialog.message()}`);
    });
    await page.goto(`${admin}/login?next=${encodeURIComponent(`/_f/admin${path}`)}`);
    await page.fill("#token", adminToken);
    await page.keyboard.press("Enter");
    await page.waitForURL(admin + path);
    return page;
  };
  return { open, chromium: () => chromium };
}

/** What a page says, or a part of it, with single spaces. */
export const text = async (page: Page, selector = "main"): Promise<string> =>
  ((await page.textContent(selector)) ?? "").replaceAll(/\s+/g, " ");
