import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser as Chromium, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { Browser, until } from "../support/client.ts";
import { testStack } from "../support/stack.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

/** A stack of its own: what is published here would be in the others' way. */
let stack: Stack;
let folder: string;
let chromium: Chromium;

function browser(): Browser {
  const made = new Browser();
  const { url, demoUrl, basePath, adminToken } = stack;
  Object.assign(made, { stack: { url, demoUrl, base: url + basePath, adminToken } });
  return made;
}

beforeAll(async () => {
  chromium = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), "fodspor-accounts-"));
  stack = await testStack({ dataDir: folder });
  const editor = browser();
  const { document } = (await editor.api("/playbook")).json;
  document.scoring.behaviour.push({ id: "tested", title: "Tested", on: { did: "Tested" }, points: 10 });
  document.site.carry = [...new Set([...document.site.carry, "part"])];
  const title = (en: string, da: string) => ({ en, da });
  document.companies.segments = {
    ...document.companies.segments,
    hot: { title: title("Hot accounts", "Varme konti"), when: { company: { hottest: { gte: 30 } } } },
    "large-accounts": { title: title("Large accounts", "Store konti"), when: { company: { employees: { gte: 100 } } } },
  };
  const part = (en: string, da: string, eq: string) => ({ title: title(en, da), when: { trait: "part", eq } });
  document.companies.roles = {
    ...document.companies.roles,
    ally: part("Ally", "Allieret", "ally"),
    payer: part("Payer", "Betaler", "payer"),
  };
  const published = await editor.api("/playbook", { method: "PUT", body: JSON.stringify({ document }) });
  expect(published.status, published.text).toBe(200);

  const server = { authorization: `Basic ${Buffer.from(`${stack.writeKey}:`).toString("base64")}` };
  const test = (userId: string, i: number) => ({ type: "track", userId, event: "Tested", messageId: `${userId} ${i}` });
  const traits = { name: "Fjordlager A/S", employees: 240, domain: "fjordlager.dk" };
  const batch = [
    { type: "identify", userId: "anna", traits: { email: "anna@fjordlager.dk", firstName: "Anna", part: "ally" } },
    { type: "identify", userId: "bo", traits: { email: "bo@fjordlager.dk", firstName: "Bo", part: "ally" } },
    { type: "identify", userId: "cy", traits: { email: "cy@elsewhere.dk", firstName: "Cy" } },
    { type: "group", userId: "anna", groupId: "fjord", traits },
    ...["anna", "anna", "anna", "anna", "bo", "cy"].map(test),
  ];
  await until(
    () => editor.post("/v1/batch", { batch: [batch[0]] }, server),
    (answer) => answer.status === 200 && answer.json.refused.length === 0,
  );
  expect((await editor.post("/v1/batch", { batch }, server)).json.refused).toEqual([]);
  await until(
    () => editor.api("/companies?q=fjordlager"),
    ({ json }) => json?.companies?.[0]?.people === 2,
  );
  await until(
    async () => {
      await stack.tick(Date.now());
      return editor.api("/companies?segment=hot");
    },
    ({ json }) => json?.companies?.length === 1,
  );
});

afterAll(async () => {
  await chromium?.close();
  await stack?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A page of the dashboard, logged in. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const admin = `${stack.url}${stack.basePath}/admin`;
  const context = await chromium.newContext({ locale: "en-GB", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") throw new Error(message.text());
  });
  await page.goto(`${admin}/login?next=${encodeURIComponent(`${stack.basePath}/admin${path}`)}`);
  await page.fill("#token", stack.adminToken);
  await page.keyboard.press("Enter");
  await page.waitForURL(admin + path);
  return page;
}

const plain = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ");

describe("companies", () => {
  it("are listed with their score, by it if wanted, and by the segment they are in", async () => {
    const page = await open("/companies");
    await page.getByLabel("Order").selectOption("Highest score first");
    await page.getByRole("button", { name: "Show" }).click();
    const names = await page.locator("tbody th a").allTextContents();
    expect(names.map((name) => name.trim())).toEqual(["Fjordlager A/S", "elsewhere.dk"]);
    const row = plain(await page.getByRole("row", { name: /Fjordlager/ }).textContent());
    expect(row).toMatch(/50 ?hottest 40.*Hot accounts.*Large accounts/);
    await page.getByLabel("Company segment").selectOption("Hot accounts");
    await page.getByRole("button", { name: "Show" }).click();
    expect(await page.locator("tbody tr").count()).toBe(1);
    expect(page.url()).toMatch(/segment=hot&sort=score/);
  });

  it("tell who plays which part in a purchase, whom nobody knows yet, and what became of them", async () => {
    const page = await open("/companies?segment=hot");
    await page.getByRole("link", { name: "Fjordlager A/S" }).click();
    await page.getByRole("heading", { name: "Buying centre" }).waitFor();
    const text = plain(await page.textContent("main"));
    expect(text).toMatch(/Not known yet: .*Payer\./);
    expect(plain(await page.getByRole("row", { name: /^Ally/ }).textContent())).toMatch(/Anna ?40.*Bo ?10/);
    expect(plain(await page.getByRole("row", { name: /^Payer/ }).textContent())).toMatch(/Payer ?Nobody known/);
    expect(plain(await page.locator(".timeline").first().textContent())).toMatch(/Entered Hot accounts ?by what/);
    expect(plain(await page.locator("dl.numbers").textContent())).toMatch(/Score ?50.*Hottest person ?40/);
  });
});

describe.each([
  { width: 1280, colorScheme: "light" as const, locale: "en-GB", heading: "Buying centre" },
  { width: 900, colorScheme: "light" as const, locale: "en-GB", heading: "Buying centre" },
  { width: 390, colorScheme: "dark" as const, locale: "da-DK", heading: "Købscenter" },
])("at $width px, $colorScheme, $locale", ({ width, colorScheme, locale, heading }) => {
  it("pages about companies are readable by everybody and fit on the screen", async () => {
    const page = await open("/companies", { viewport: { width, height: 900 }, colorScheme, locale });
    const shot = process.env["SHOTS"];
    for (const name of ["companies", "company"]) {
      if (name === "company") {
        await page.getByRole("link", { name: "Fjordlager A/S" }).click();
        await page.getByRole("heading", { name: heading }).waitFor();
      }
      if (shot) await page.screenshot({ path: join(shot, `${name}-${width}.png`), fullPage: true });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
});
