import { createClient } from "@libsql/client/http";
import type { Browser as Chromium, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { clusters } from "../../worker/clusters/tables.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { Browser } from "../support/client.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

const stack = inject("stack");
const admin = `${stack.base}/admin`;
const MADE = Date.parse("2026-11-20T09:00:00Z");

/** A search far ahead of any that the stack itself may do meanwhile. */
const SEARCH = {
  id: 1_000_000,
  madeAt: MADE,
  revision: 1,
  wanted: 4,
  sample: 1_240,
  features: ["page:pricing", "page:product-pick", "topic:picking"],
  average: [0.2, 0.3, 0.35],
  groups: [
    { name: "picking", centroid: [0.05, 0.8, 0.95] },
    { name: "pricing", centroid: [0.9, 0.05, 0.1] },
  ],
  cursor: "ffffffff-ffff-4fff-8fff-ffffffffffff",
  sizes: { picking: 900, pricing: 300 },
  finishedAt: MADE + 60_000,
};

let chromium: Chromium;
beforeAll(async () => {
  chromium = await launchChromium();
  const client = createClient({ url: stack.libsqlUrl, ...(stack.libsqlToken ? { authToken: stack.libsqlToken } : {}) });
  await client.batch(insertRows(clusters, [SEARCH], "ON CONFLICT(id) DO NOTHING"), "write");
});
afterAll(async () => {
  const client = createClient({ url: stack.libsqlUrl, ...(stack.libsqlToken ? { authToken: stack.libsqlToken } : {}) });
  await client.execute({ sql: "DELETE FROM clusters WHERE id = ?", args: [SEARCH.id] });
  await chromium.close();
});

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.newContext({ locale: "en-GB", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${admin}/login?next=${encodeURIComponent("/_f/admin/clusters")}`);
  await page.fill("#token", stack.adminToken);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${admin}/clusters`);
  return page;
}

describe("groups of people who read alike", () => {
  it("are told by the API with what tells them apart", async () => {
    const { json } = await new Browser().api("/clusters");
    expect(json).toMatchObject({ sample: 1_240, revision: 1, madeAt: new Date(MADE).toISOString() });
    expect(json.clusters).toEqual([
      {
        name: "picking",
        people: 900,
        features: [
          { kind: "topic", name: "picking", share: 0.95, average: 0.35 },
          { kind: "page", name: "product-pick", share: 0.8, average: 0.3 },
        ],
      },
      { name: "pricing", people: 300, features: [{ kind: "page", name: "pricing", share: 0.9, average: 0.2 }] },
    ]);
  });

  it("are shown with their sizes and what they read, and are found from the segments", async () => {
    const page = await open();
    const row = async (name: RegExp): Promise<string> =>
      ((await page.getByRole("row", { name }).first().textContent()) ?? "").replaceAll(/\s+/g, " ");
    expect(await row(/^picking/)).toMatch(/picking ?900/);
    expect(await row(/Topic: picking/)).toMatch(/95 ?%.*35 ?%/);
    expect(await page.locator("svg.bar").count()).toBe(5);
    await page.goto(`${admin}/segments`);
    await page.getByRole("link", { name: "Clusters" }).click();
    await page.waitForURL(`${admin}/clusters`);
  });

  it.each<[string, BrowserContextOptions]>([
    ["on a phone, in Danish", { viewport: { width: 360, height: 740 }, locale: "da-DK" }],
    ["in the dark", { colorScheme: "dark" }],
    ["in the light", { colorScheme: "light" }],
  ])("can be read by everybody %s", async (_, options) => {
    const page = await open(options);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    if (options.locale === "da-DK") expect(await page.textContent("h1")).toBe("Klynger");
  });
});
