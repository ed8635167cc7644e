import type { Browser as Chromium, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { Browser, freshEmail, until } from "../support/client.ts";
import { launchChromium } from "./chromium.ts";

const stack = inject("stack");
let chromium: Chromium;
beforeAll(async () => {
  chromium = await launchChromium();
});
afterAll(() => chromium.close());

async function visitor(): Promise<Page> {
  const context = await chromium.newContext({ locale: "en-GB" });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(stack.demoUrl);
  const seen = page.waitForResponse((response) => response.url().endsWith("/_f/e"));
  await page.getByRole("button", { name: "Yes to all" }).click();
  await seen;
  return page;
}

/** What a form on the page asks, by its labels, once it is there. */
async function asked(page: Page, name: string): Promise<string[]> {
  const form = page.locator(`fodspor-form[name=${name}] form`);
  await form.waitFor();
  const labels = await form.locator(":is(label, legend):not([hidden] *)").allTextContents();
  return labels.map((label) => label.replace(/\s*\((required|optional)\)\s*$/, "").trim());
}

async function confirmLink(email: string, part: string): Promise<string> {
  const api = new Browser();
  const kind = part === "/confirm/" ? "confirmation" : "delivery";
  const found = await until(
    async () => (await api.api(`/messages?email=${email}`)).json.messages,
    (all) => all.some((one: { kind: string; status: string }) => one.kind === kind && one.status === "sent"),
  );
  const { text } = found.find((one: { kind: string }) => one.kind === kind);
  return new RegExp(`http\\S*${part}\\S*`).exec(text)![0];
}

describe("a visitor who comes back", () => {
  it("is asked for the next things only, and in the demonstration for none of them again", async () => {
    const page = await visitor();
    const email = freshEmail("back");
    await page.goto(`${stack.demoUrl}/white-paper/`);
    await page.getByLabel("Work e-mail").fill(email);
    await page.getByLabel(/First name/).fill("Anna");
    await page.getByRole("button", { name: "Get the white paper" }).click();
    await page.getByRole("heading", { name: "Look in your inbox" }).waitFor();
    await page.goto(await confirmLink(email, "/confirm/"));
    await page.getByRole("button").click();
    await page.getByRole("link", { name: /Read The quiet peak/ }).waitFor();

    await page.goto(`${stack.demoUrl}/white-paper/`);
    const next = await asked(page, "whitepaper");
    expect(next).toEqual(expect.arrayContaining(["Company", "Job title"]));
    expect(next).not.toEqual(expect.arrayContaining(["Work e-mail"]));
    await page
      .getByLabel(/Company/)
      .first()
      .fill("Acme");
    await page.getByLabel(/Job title/).fill("Head of logistics");
    await page.getByRole("button", { name: "Get the white paper" }).click();
    await page.getByRole("heading", { name: "Here is your white paper" }).waitFor();

    await page.goto(`${stack.demoUrl}/contact/`);
    const demo = await asked(page, "demo");
    for (const known of ["Work e-mail", "First name", "Company", "VAT number", "Job title"])
      expect(demo).not.toContain(known);
    expect(demo.some((label) => label.startsWith("Telephone"))).toBe(true);
  });

  it("opens what they were promised by a click in the mail, on this browser at once and on another by a button", async () => {
    const page = await visitor();
    const email = freshEmail("opens");
    await page.goto(`${stack.demoUrl}/white-paper/`);
    await page.getByLabel("Work e-mail").fill(email);
    await page.getByRole("button", { name: "Get the white paper" }).click();
    await page.getByRole("heading", { name: "Look in your inbox" }).waitFor();
    await page.goto(await confirmLink(email, "/confirm/"));
    await page.getByRole("button").click();
    await page.getByRole("link", { name: /Read The quiet peak/ }).waitFor();
    const link = await confirmLink(email, "/d/");
    await page.goto(link);
    await page.getByRole("heading", { name: "1. What we wanted to know" }).waitFor();

    const phone = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    onTestFinished(() => phone.close());
    const other = await phone.newPage();
    await other.goto(link);
    await other.getByRole("button", { name: "Open it" }).focus();
    await other.keyboard.press("Enter");
    await other.getByRole("heading", { name: "1. What we wanted to know" }).waitFor();
  });
});
