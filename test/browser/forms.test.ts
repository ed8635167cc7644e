import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser as Chromium, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { Browser, freshEmail, until } from "../support/client.ts";
import { EVERYTHING } from "../support/forms.ts";
import { testStack } from "../support/stack.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

const SMALL = {
  ...EVERYTHING,
  title: { en: "Our letter", da: "Vores brev" },
  fields: [{ type: "email", name: "email", label: { en: "E-mail", da: "E-mail" }, required: true }],
  permissions: [],
};
const POPUP = { ...SMALL, placement: { as: "popup", pages: ["/popup/"], trigger: { after: "1s" }, every: "7d" } };
const STRICT =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'";

let dataDir: string;
let stack: Stack;
let admin: Browser;
let chromium: Chromium;
let close: () => void;

/** A website of one page: `/popup/` has the form that shows itself, all others the long one in three steps. */
async function startWebsite(): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    if (pathname === "/site.css") {
      response.setHeader("content-type", "text/css");
      return void response.end("html{background:Canvas;color:CanvasText}");
    }
    const lang = searchParams.get("lang") ?? "en";
    const name = pathname === "/popup/" ? "auto" : "everything";
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": STRICT });
    response.end(`<!doctype html><html lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}"><head><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/site.css"><link rel="stylesheet" href="/_f/form.css"><script src="/_f/s.js" data-consent="manual" defer></script></head>
<body><main><h1>A page</h1><button>Before</button><fodspor-form name="${name}"><a href="/_f/form/everything">The form</a></fodspor-form></main></body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fodspor-forms-"));
  const originUrl = await startWebsite();
  [stack, chromium] = await Promise.all([testStack({ dataDir, originUrl }), launchChromium()]);
  const { url, demoUrl, basePath, adminToken } = stack;
  admin = Object.assign(new Browser(), { stack: { url, demoUrl, base: url + basePath, adminToken } });
  const { document } = (await admin.api("/playbook")).json;
  const { emails } = document.forms.whitepaper;
  Object.assign(document.forms, {
    everything: { ...EVERYTHING, pending: EVERYTHING.confirmed, emails },
    letter: POPUP,
  });
  document.site.locales = ["en", "da", "ar"];
  document.site.origins = [...(document.site.origins ?? []), url];
  document.site.theme = { radius: "9px" };
  const answer = await admin.api("/playbook", { method: "PUT", body: JSON.stringify({ document, force: true }) });
  expect(answer.json).toMatchObject({ created: true });
}, 120_000);

afterAll(async () => {
  await Promise.all([chromium?.close(), stack?.close()]);
  close?.();
  await rm(dataDir, { recursive: true, force: true });
});

async function visit(path: string, options: Parameters<Chromium["newContext"]>[0] = {}): Promise<Page> {
  const context = await chromium.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  onTestFinished(async () => {
    await context.close();
    expect(errors.filter((text) => !/422/.test(text))).toEqual([]);
  });
  await page.goto(stack.url + path);
  return page;
}

const consent = (page: Page) =>
  page.evaluate(async () => {
    const { fodspor } = window as unknown as { fodspor(...call: unknown[]): void };
    fodspor("consent", { analytics: true, personalization: true, marketing: true });
  });

/** The three steps, as somebody with a keyboard goes through them. */
async function fillIn(page: Page, email: string, go: string): Promise<void> {
  await page.getByLabel(/^E-mail/).focus();
  await page.keyboard.type(email);
  await page.keyboard.press("Enter");
  await page.locator("h3:focus", { hasText: /2/ }).waitFor();
  await page.getByRole("radio").last().focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: go }).focus();
  await page.keyboard.press("Enter");
  await page.locator("h3:focus", { hasText: /3/ }).waitFor();
  await page.getByLabel("Company").focus();
  await page.keyboard.type("Acme");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.getByLabel("News, monthly.").focus();
  await page.keyboard.press("Space");
}

describe("a form in three steps, under a strict content security policy", () => {
  it.each([
    ["en", "light", 1100, "Continue"],
    ["da", "dark", 390, "Fortsæt"],
    ["ar", "light", 390, "Continue"],
    ["en", "dark", 390, "Continue"],
  ] as const)(
    "by keyboard alone, in %s, %s, %i wide: axe finds nothing on the way",
    async (lang, scheme, width, go) => {
      const page = await visit(`/?lang=${lang}`, {
        colorScheme: scheme,
        viewport: { width, height: 800 },
        locale: lang,
      });
      await page.locator("form[novalidate]").waitFor();
      const check = async () => {
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      };
      await check();
      expect(await page.locator("form").getAttribute("dir")).toBe(lang === "ar" ? "rtl" : "ltr");
      await page.getByLabel(/^E-mail/).press("Enter");
      await page.locator("[aria-invalid]").waitFor();
      await check();
      const email = freshEmail(lang);
      await fillIn(page, email, go);
      await check();
      await page.getByRole("button", { name: "Get it" }).press("Enter");
      await page.getByRole("heading", { name: "Thanks" }).waitFor();
      await check();
      const { profiles } = (
        await until(
          () => admin.api(`/profiles?email=${email}`),
          ({ json }) => json.profiles.length === 1,
        )
      ).json;
      expect(profiles[0]).toMatchObject({ email, traits: { company: "Acme", industry: "logistics", country: "DK" } });
    },
  );
});

describe("without JavaScript", () => {
  it.each(["light", "dark"] as const)("all of it is one page that works, in the %s", async (colorScheme) => {
    const options = { javaScriptEnabled: false, colorScheme, viewport: { width: 390, height: 800 } };
    const page = await visit("/_f/form/everything", options);
    expect(await page.locator(".fodspor-step:visible").count()).toBe(3);
    expect(await page.getByLabel(/Shops .*only if “Industry” is “Retail”/).isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Continue" }).count()).toBe(0);
    const email = freshEmail("plain");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Voice").check();
    await page.getByLabel("Logistics").check();
    await page.getByLabel("Shops").fill("many");
    await page.getByLabel("Wish").fill("A\nB <b>");
    await page.getByLabel("News, monthly.").check();
    await page.getByRole("button", { name: "Get it" }).click();

    await page.getByRole("link", { name: /^Company: / }).waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
    expect(await page.getByLabel("Wish").inputValue()).toBe("A\nB <b>");
    expect(await page.getByLabel("Voice").isChecked()).toBe(true);
    expect(await page.getByLabel("News, monthly.").isChecked()).toBe(true);
    await page.getByRole("link", { name: /^Company: / }).click();
    await page.keyboard.type("Acme");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Thanks" }).waitFor();
  });

  it("axe finds nothing on the page, nor on the one that says what is wrong", async () => {
    const page = await visit("/_f/form/everything", { locale: "da", colorScheme: "dark" });
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Get it" }).evaluate((button: HTMLButtonElement) => {
      button.form!.noValidate = true;
    });
    await page.getByRole("button", { name: "Get it" }).click();
    await page.getByText("Ret venligst disse svar").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.activeElement.className")).toBe("fodspor-summary");
  });
});

describe("a form that shows itself", () => {
  it("does so once for whoever allows it, keeps the focus, and gives it back", async () => {
    const page = await visit("/popup/");
    await page.locator("fodspor-form[data-variant=none]").waitFor({ state: "attached" });
    const known = page.waitForResponse((response) => response.url().endsWith("/_f/consent") && response.ok());
    await consent(page);
    await known;
    const told = page.waitForResponse(
      (response) => response.url().endsWith("/_f/e") && /form_shown/.test(response.request().postData() ?? ""),
    );
    await page.reload();
    const before = page.getByRole("button", { name: "Before" });
    await before.focus();
    const dialog = page.getByRole("dialog", { name: "Our letter" });
    await dialog.waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await dialog.evaluate((element) => getComputedStyle(element).borderRadius)).toBe("9px");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await before.evaluate((element) => element === document.activeElement)).toBe(true);
    await told;
    await page.reload();
    await page.locator("fodspor-form[data-variant=none]").waitFor({ state: "attached" });
  });
});

describe("a form on a page of its own that asks for a proof of work", () => {
  it("gets it from the page's script, and from there on needs no other page", async () => {
    const { document } = (await admin.api("/playbook")).json;
    document.site.forms = { ...document.site.forms, challenge: "proof-of-work" };
    await admin.api("/playbook", { method: "PUT", body: JSON.stringify({ document }) });
    const page = await visit("/_f/form/letter");
    await page.locator("form[novalidate]").waitFor();
    await page.getByLabel("E-mail").fill(freshEmail("proof"));
    await page.getByRole("button", { name: "Get it" }).click();
    await page.getByRole("heading", { name: "Thanks" }).waitFor();
    expect(page.url()).toMatch(/\/form\/letter$/);
  });
});
