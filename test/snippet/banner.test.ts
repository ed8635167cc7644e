import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ALL, NONE, quiet, until, useBrowser } from "./visitor.ts";
import { html, TAG, TEXTS } from "./wire-server.ts";

const { here, visit } = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGE = html(
  '<p>Words.</p><a href="/cookies" data-fodspor-consent><span>Cookie settings</span></a>',
  `${TAG}<style>@media (prefers-color-scheme: dark) { html { background: #111; color: #eee } a { color: #9cf } }</style>`,
);
const SCREENS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join()}`);
  });
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const outer = document.activeElement;
    const inner = outer?.shadowRoot?.activeElement ?? outer;
    return inner?.getAttribute("aria-label") ?? inner?.textContent?.trim();
  });

/** Set SCREENSHOTS to a folder to look at the banner. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

describe("the banner", () => {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`is accessible and fits: ${screen}, ${colorScheme}`, async () => {
        here.wire.pages["/"] = PAGE;
        const { page, open } = await visit({ viewport, colorScheme });
        await open();
        const banner = page.getByRole("dialog", { name: TEXTS.texts.title });
        await banner.waitFor();
        expect(await violations(page)).toEqual([]);
        await photograph(page, `banner-${screen}-${colorScheme}`);

        await page.getByRole("button", { name: "Choose purposes" }).click();
        expect(await violations(page)).toEqual([]);
        expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
        await photograph(page, `purposes-${screen}-${colorScheme}`);
        const box = (await banner.boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(viewport.width);
        expect(box.y + box.height).toBeLessThanOrEqual(viewport.height);
      });
    }
  }

  test("gives yes and no the same weight, also when the purposes are open", async () => {
    const { page, open } = await visit({ viewport: SCREENS.phone });
    const look = (name: string) =>
      page.getByRole("button", { name }).evaluate((button) => {
        const { width, height } = button.getBoundingClientRect();
        const { color, backgroundColor, font, border } = getComputedStyle(button);
        return { width, height, color, backgroundColor, font, border };
      });
    await open();
    expect(await look("Accept all")).toEqual(await look("Decline all"));
    await page.getByRole("button", { name: "Choose purposes" }).click();
    expect(await look("Accept all")).toEqual(await look("Decline all"));
  });

  test("is first in the tab order, does not take the focus, and lets it go on", async () => {
    here.wire.pages["/"] = PAGE;
    const { page, open } = await visit();
    await open();
    await page.getByRole("dialog").waitFor();
    expect(await page.evaluate("document.activeElement === document.body")).toBe(true);
    const order = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press("Tab");
      order.push(await focused(page));
    }
    expect(order).toEqual([
      "example.com/privacy",
      "Choose purposes",
      "Decline all",
      "Accept all",
      "Close",
      "Cookie settings",
    ]);
  });

  test("closes by Escape without choosing, and asks again on the next page", async () => {
    const { page, open } = await visit();
    await open();
    await page.getByRole("button", { name: "Decline all" }).focus();
    await page.keyboard.press("Escape");
    await until(async () => !(await page.getByRole("dialog").count()));
    await quiet();
    expect(here.wire.to("POST", "/_f/consent")).toEqual([]);
    expect(await page.evaluate("localStorage.length")).toBe(0);
    await open("/next");
    await page.getByRole("dialog").waitFor();
  });

  test("opens from a link with the present choice, and gives the focus back", async () => {
    here.wire.pages["/"] = PAGE;
    const visitor = await visit({ choice: { ...NONE, analytics: true } });
    const { page, open } = visitor;
    await open();
    const link = page.getByRole("link", { name: "Cookie settings" });
    await link.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    expect(page.url()).toBe(`${here.wire.url}/`);
    expect(await page.getByLabel("Statistics").isChecked()).toBe(true);
    expect(await page.getByLabel("Marketing").isChecked()).toBe(false);
    expect(await page.evaluate("document.activeElement.localName")).toBe("fodspor-consent");
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe("Cookie settings");

    await link.click();
    await page.getByLabel("Marketing").check();
    await page.getByRole("button", { name: "Save my choice" }).click();
    const { body } = await until(() => here.wire.to("POST", "/_f/consent")[0]);
    expect(body).toMatchObject({
      how: "settings",
      consent: { analytics: true, personalization: false, marketing: true },
    });
    expect(await focused(page)).toBe("Cookie settings");
  });

  test("asks again when its text has changed", async () => {
    const visitor = await visit();
    await visitor.context.addInitScript(() => {
      if (localStorage.length) return;
      const at = new Date().toISOString();
      const choice = { at, consent: { analytics: true }, version: "old", how: "banner", checked: 0, posted: 1 };
      localStorage.setItem("fodspor.token", "sealed-token");
      localStorage.setItem("fodspor.consent", JSON.stringify(choice));
    });
    await visitor.open();
    await visitor.page.getByRole("dialog").waitFor();
    await visitor.page.evaluate("fodspor('event', 'later')");
    expect(
      await visitor.page.evaluate("localStorage['fodspor.consent'] || localStorage['fodspor.token']"),
    ).toBeUndefined();
    await visitor.page.getByRole("button", { name: "Accept all" }).click();
    const { body } = await until(() => here.wire.to("POST", "/_f/consent")[0]);
    expect(body).toMatchObject({ consent: ALL, version: "2026-11" });
  });

  test("whose page was exchanged under it opens again when asked for", async () => {
    const { page, open } = await visit();
    await open();
    await page.getByRole("dialog").waitFor();
    await page.evaluate("document.body.replaceWith(document.createElement('body'))");
    await page.evaluate("fodspor('consent')");
    await page.getByRole("dialog").waitFor();
  });

  test("stays away while its text is the same", async () => {
    const visitor = await visit({ choice: { ...NONE } });
    await visitor.context.addInitScript(() => {
      const choice = JSON.parse(localStorage.getItem("fodspor.consent")!);
      if (choice.checked > 1) localStorage.setItem("fodspor.consent", JSON.stringify({ ...choice, checked: 1 }));
    });
    await visitor.open();
    await until(() => here.wire.to("GET", "/_f/consent")[0]);
    await until(() => visitor.page.evaluate(`JSON.parse(localStorage["fodspor.consent"]).checked > 1`));
    expect(await visitor.page.getByRole("dialog").count()).toBe(0);
  });
});
