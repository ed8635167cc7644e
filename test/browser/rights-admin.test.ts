import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { somebody } from "../support/person.ts";
import { violations } from "./axe.ts";
import { dashboard, text } from "./dashboard.ts";

const stack = inject("stack");
const admin = `${stack.base}/admin`;

const { open } = dashboard();

/** Somebody who asked for the white paper, and what they said about it. */
async function asking() {
  const person = await somebody(["/white-paper/"], { firstName: "Anna", industry: "logistics" });
  await until(
    () => rows("SELECT 1 FROM permissions WHERE email = ?", person.email),
    (found) => found.length > 0,
  );
  return person;
}

async function downloaded(page: Page, button: string): Promise<{ name: string; content: string }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).press("Enter"),
  ]);
  return { name: download.suggestedFilename(), content: readFileSync((await download.path())!, "utf8") };
}

describe("a person's page", () => {
  it("tells what holds now, what proves it, and what they sent", async () => {
    const { id, email } = await asking();
    const page = await open(`/people/${id}`);
    const now = page.getByRole("table", { name: "What holds now" });
    expect(await now.textContent()).toContain("pending");
    expect(await text(page)).toMatch(/Fingerprint of the words ?[\w-]{43}/);
    const sent = page.getByRole("table", { name: "Sent, newest first", exact: true });
    expect(await sent.textContent()).toMatch(/Get The quiet peak.*Logistics and transport/);
    await page.getByRole("link", { name: "Evidence, to print" }).click();
    await page.waitForURL(`${admin}/people/${id}/evidence`);
    expect(await text(page, "body")).toContain(email);
    expect(await text(page, "body")).toContain("We use your address to send you the white paper");
    expect(await violations(page)).toEqual([]);
  });

  it("gives all that is kept, as either file, and notes that it did", async () => {
    const { id, email } = await asking();
    const page = await open(`/people/${id}`);
    const json = await downloaded(page, "Download everything (JSON)");
    expect(json.name).toMatch(new RegExp(`^${id}-.*\\.json$`));
    expect(JSON.parse(json.content)).toMatchObject({ person: { id, email, traits: { firstName: "Anna" } } });
    const csv = await downloaded(page, "Download everything (CSV)");
    expect(csv.content).toContain("table,id,time,field,value");
    await page.goto(`${admin}/rights?email=${encodeURIComponent(email)}`);
    const log = page.getByRole("table", { name: "Done, newest first" });
    expect(await log.getByRole("row").count()).toBe(3);
    expect(await log.textContent()).toMatch(/all that is kept, downloaded.*the dashboard/);
    expect(await log.textContent()).not.toContain(email);
  });

  it("shows the link to their preference page only when asked to", async () => {
    const { id } = await asking();
    const page = await open(`/people/${id}`);
    expect(await page.content()).not.toContain("/preferences/");
    await page.getByRole("button", { name: "Show the link to their preference page" }).press("Enter");
    const link = await page.textContent("code");
    expect(link).toMatch(/^http\S+\/preferences\/[\w-]+$/);
    expect((await fetch(link!)).status).toBe(200);
  });

  it("erases them once it has asked once more, and not for another website", async () => {
    const { id, email } = await asking();
    const page = await open(`/people/${id}`);
    const foreign = await page.request.post(`${admin}/people/${id}/erase`, {
      headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    });
    expect(foreign.status()).toBe(403);
    await page.getByRole("link", { name: "Erase …" }).click();
    await page.waitForURL(`${admin}/people/${id}/erase`);
    expect(await text(page)).toMatch(/This cannot be undone.*the forms they sent.*a fingerprint of the address/);
    await page.getByRole("link", { name: "Keep them" }).click();
    await page.waitForURL(`${admin}/people/${id}`);
    await page.getByRole("link", { name: "Erase …" }).click();
    await page.getByRole("button", { name: "Erase for good" }).press("Enter");
    await page.waitForURL(`${admin}/people?done=erased`);
    expect(await page.textContent("[role=status]")).toMatch(/^Erased/);
    expect((await new Browser().api(`/profiles?email=${encodeURIComponent(email)}`)).json.profiles).toEqual([]);
    await page.goto(`${admin}/rights?email=${encodeURIComponent(email)}`);
    expect(await text(page)).toMatch(/erased ?the dashboard/);
    page.removeAllListeners("console");
    expect((await page.goto(`${admin}/people/${id}`))?.status()).toBe(404);
  });
});

describe("suppressed addresses", () => {
  it("are added and lifted by hand, and found by their address", async () => {
    const email = freshEmail("stop");
    const page = await open("/people");
    await page.getByRole("link", { name: "Suppressed addresses" }).click();
    const add = page.locator("form[method=post]").last();
    await add.getByLabel("E-mail address").fill(email.toUpperCase());
    await add.getByRole("button", { name: "Suppress" }).press("Enter");
    await page.waitForURL(/told=suppressed/);
    expect(await page.textContent("[role=status]")).toContain("nothing is sent to this address any more");
    const search = page.getByRole("search").getByLabel("E-mail address");
    await search.fill(email);
    await search.press("Enter");
    await page.waitForURL(/email=/);
    expect(await text(page)).toMatch(/everything ?by hand/);
    await page.getByRole("button", { name: /^Lift/ }).press("Enter");
    await page.waitForURL(/told=lifted/);
    await page.goto(`${admin}/suppressions?email=${encodeURIComponent(email)}`);
    expect(await text(page)).toContain("None that fits this.");
    await page.locator("form[method=post]").last().getByLabel("E-mail address").fill("no address");
    await page.getByRole("button", { name: "Suppress", exact: true }).click();
    await page.waitForURL(/told=wrong/);
    expect(await page.textContent("[role=alert]")).toContain("Write it whole");
  });

  it("are not lifted by hand where their owner said so", async () => {
    const { id, email } = await asking();
    await new Browser().api(`/profiles/${id}`, { method: "DELETE" });
    const page = await open(`/suppressions`);
    await page.goto(`${admin}/suppressions?email=${encodeURIComponent(email)}`);
    expect(await text(page)).toMatch(/everything ?erased/);
    expect(await page.getByRole("button", { name: /^Lift/ }).count()).toBe(0);
    const hash = (await page.textContent("tbody code"))!;
    const form = { hash, topic: "*", reason: "erased" };
    expect((await page.request.post(`${admin}/suppressions/lift`, { form })).status()).toBe(400);
  });
});
