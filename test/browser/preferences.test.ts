import type { Browser as Chromium, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { Browser, freshEmail, GRANTED } from "../support/client.ts";
import { preferencesPath, signUp } from "../support/preferences.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

const stack = inject("stack");

let chromium: Chromium;
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium.close());

async function person(): Promise<{ email: string; path: string }> {
  const email = freshEmail("page");
  const own = new Browser();
  own.headers = { "x-fodspor-cf": '{"country":"DK","city":"Aarhus"}' };
  await own.batch([own.event("page_view", "/products/pick/voice-picking")], { consent: GRANTED });
  await signUp(own, email, { firstName: "Søren", company: "Vareby" });
  return { email, path: await preferencesPath(email) };
}

/** The page of a link; without scripts, since none are needed. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.newContext({ javaScriptEnabled: false, locale: "en-GB", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(stack.base + path);
  return page;
}

/** Goes on with the Tab key to the control of that id. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
  }
  throw new Error(`no way to #${id} by the keyboard`);
}

const told = async (page: Page): Promise<string> => ((await page.textContent("#told")) ?? "").trim();

describe("the preference page", () => {
  it("is used by keyboard alone, without a script, and tells what became of it", async () => {
    const { path, email } = await person();
    const page = await open(path, { javaScriptEnabled: true });
    await tabTo(page, "topic-newsletter");
    await page.keyboard.press("Space");
    await tabTo(page, "every-all");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "pause-keep");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/done=saved#told/);
    expect(page.url()).not.toContain("@");
    expect(await told(page)).toBe("Saved. It holds from now on.");
    expect(await page.isChecked("#topic-newsletter")).toBe(false);
    expect(await page.isChecked("#every-weekly")).toBe(true);
    expect(await page.textContent("#pause-help")).toMatch(/^Paused until \d/);
    const { permissions } = (await new Browser().api(`/profiles?email=${email}`)).json.profiles[0];
    expect(permissions.newsletter).toBe("withdrawn");
  });

  it("speaks the language that is chosen, corrects, hands out and erases, without a script", async () => {
    const { path, email } = await person();
    const page = await open(path);
    await page.selectOption("#locale", "da");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForURL(/done=saved/);
    expect(await page.textContent("h1")).toBe("Dine valg");
    await page.getByLabel("Virksomhed (valgfrit)").fill("Nordvare");
    await page.getByRole("button", { name: "Gem rettelser" }).click();
    await page.waitForURL(/done=corrected/);
    expect(await told(page)).toBe("Dine rettelser er gemt.");
    expect(await page.getByRole("region", { name: "Hvad vi ved om dig" }).textContent()).toContain("Nordvare");
    const file = page.waitForEvent("download");
    await page.getByRole("button", { name: "Hent CSV" }).click();
    expect((await file).suggestedFilename()).toMatch(/^my-data-.*\.csv$/);
    await page.getByRole("link", { name: "Slet mig …" }).click();
    expect(await page.textContent("main")).toContain("ingen kan lave det om");
    await page.getByRole("button", { name: "Slet alt om mig" }).click();
    expect(await page.textContent("h1")).toBe("Du er slettet");
    expect((await new Browser().api(`/profiles?email=${email}`)).json.profiles).toEqual([]);
  });

  it("is for everybody: axe finds nothing, in light and dark, on a phone and wide, in both languages", async () => {
    const { path } = await person();
    const looks = [
      { colorScheme: "light", width: 1200, ways: [`${path}?done=saved`, `${path}/erase`, "/preferences/nonsense"] },
      { colorScheme: "dark", width: 360, ways: [`${path}?done=saved`, `${path}/erase`, "/preferences"] },
    ] as const;
    for (const { colorScheme, width, ways } of looks) {
      const viewport = { width, height: 800 };
      const page = await open(path, { colorScheme, viewport, javaScriptEnabled: true, bypassCSP: true });
      for (const way of ways) {
        await page.goto(stack.base + way);
        expect(await violations(page), `${way} ${colorScheme}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
    const page = await open(path, { javaScriptEnabled: true, bypassCSP: true });
    await page.selectOption("#locale", "da");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForURL(/done=saved/);
    await page.getByText("Fortæl os mere").click();
    await page.getByLabel("Telefon").fill("ring bare");
    await page.getByRole("button", { name: "Gem rettelser" }).click();
    expect(await page.getByRole("alert").textContent()).toContain("Intet er gemt endnu");
    expect(await violations(page)).toEqual([]);
  });

  it("loads nothing from anywhere, and tells nobody its address", async () => {
    const { path } = await person();
    const page = await open(path, { javaScriptEnabled: true });
    const asked: string[] = [];
    const wrong: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => wrong.push(message.text()));
    await page.goto(stack.base + path);
    expect(asked).toEqual([stack.base + path]);
    expect(wrong).toEqual([]);
    const next = page.waitForRequest((request) => request.isNavigationRequest());
    await page.click(".site a");
    expect(await (await next).headerValue("referer")).toBeNull();
  });
});
