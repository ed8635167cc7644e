import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { basic } from "../support/calls.ts";
import { Browser, DENIED, rows, until } from "../support/client.ts";
import { handedOver, say } from "../support/leads.ts";
import { violations } from "./axe.ts";
import { dashboard, text } from "./dashboard.ts";

const stack = inject("stack");
const admin = `${stack.base}/admin`;
const DAY = 86_400_000;

const { open } = dashboard();

/** Goes on with the Tab key to what is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> };
      return at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent ?? "";
    });
    if (here.trim().startsWith(name)) return;
  }
  throw new Error(`no way to "${name}" by the keyboard`);
}

describe("a salesperson", () => {
  it("sees who waits, why and until when, and accepts, wins and rejects by keyboard, without a script", async () => {
    const browser = new Browser();
    const first = await handedOver(browser);
    const second = await handedOver(browser);
    const page = await open("/leads?owner=mette&status=mql", { javaScriptEnabled: false });
    const card = page.getByRole("article", { name: first.name });
    const shown = ((await card.textContent()) ?? "").replaceAll(/\s+/g, " ");
    expect(shown).toMatch(/waits for an answer.*Answer by.*2 days left.*Vareby.*\+45 12 34 56 78.*Mette Kjær/);
    expect(await card.getByRole("link", { name: first.email }).getAttribute("href")).toBe(`mailto:${first.email}`);
    expect(await card.getByRole("link", { name: "+45" }).getAttribute("href")).toBe("tel:+4512345678");
    await card.getByText("Why they are ready").click();
    expect(await card.textContent()).toMatch(/Prices and terms.*Terms.*\/terms.*Moves goods for a living/s);

    await card.getByRole("button", { name: `Accept: ${first.name}` }).press("Enter");
    await page.waitForURL(/status=mql&lead=.*&done=accept#told/);
    expect(await text(page, "#told")).toBe(`${first.name}: accepted.`);
    expect(await page.getByRole("article", { name: first.name }).count()).toBe(0);

    const other = page.getByRole("article", { name: second.name });
    await other.getByLabel("Cause").selectOption({ label: "Real, but not this year" });
    await other.getByRole("button", { name: `Reject: ${second.name}` }).press("Enter");
    await page.waitForURL(/done=reject/);
    expect(await text(page, "#told")).toBe(`${second.name}: rejected. Back to nurturing.`);
    expect((await browser.api(`/leads/${second.lead}`)).json).toMatchObject({ status: "rejected", cause: "too-early" });

    await page.goto(`${admin}/people/${first.id}`);
    await page.getByLabel("Amount").fill("125.000,50");
    await page.getByLabel("Currency").fill("dkk");
    await page.getByRole("button", { name: `Won: ${first.name}` }).press("Enter");
    await page.waitForURL(new RegExp(`people/${first.id}.*done=won`));
    expect(await text(page, "#told")).toContain("won. Congratulations!");
    expect(await text(page, "main")).toMatch(/Amount ?DKK\s?125,000\.50/);
    expect(await text(page, ".timeline")).toContain("Accepted by sales");
  });

  it("comes to every answer with the Tab key, and is led to what became of it", async () => {
    const { name, lead } = await handedOver(new Browser());
    const page = await open("/leads?status=mql");
    await tabTo(page, `Accept: ${name}`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/done=accept/);
    await page.waitForFunction(() => document.activeElement?.id === "told");
    expect((await new Browser().api(`/leads/${lead}`)).json.status).toBe("sql");
  });

  it("is told when somebody else was faster, and when the time is over", async () => {
    const browser = new Browser();
    const { name, lead } = await handedOver(browser);
    const late = new Date(Date.now() + 2.5 * DAY);
    const page = await open("/leads?status=overdue", {}, late.toISOString());
    const card = page.getByRole("article", { name });
    expect(await card.textContent()).toMatch(/overdue.*overdue by 12 hours/s);
    await say(browser, lead, "reject", { cause: "no-answer" });
    await card.getByRole("button", { name: `Accept: ${name}` }).click();
    await page.waitForURL(/failed=conflict/);
    expect(await page.getByRole("alert").textContent()).toContain("somebody else was faster");
    expect((await browser.api(`/leads/${lead}`)).json.status).toBe("rejected");
  });

  it("hands on what is somebody else's", async () => {
    const { name, lead } = await handedOver(new Browser());
    const page = await open("/leads?status=mql");
    const card = page.getByRole("article", { name });
    await card.getByText("Hand on").first().click();
    await card.getByLabel("Hand on to").selectOption("jonas");
    await card.getByRole("button", { name: `Hand on: ${name}` }).click();
    await page.waitForURL(/done=assign/);
    expect(await text(page, "#told")).toBe(`${name}: Jonas Weber looks after this now.`);
    expect((await new Browser().api(`/leads/${lead}`)).json.owner).toBe("jonas");
  });

  it("is shown no more of what somebody did who has said no since, and still whom it is about", async () => {
    const browser = new Browser();
    await browser.read("/");
    const { name, email, userId, id, lead } = await handedOver(browser);
    const named = { userId, anonymousId: browser.cookie!.split("=")[1] };
    await browser.post("/v1/identify", named, { authorization: basic(stack.writeKey) });
    const chosen = (analytics: boolean) =>
      until(
        () => browser.api(`/profiles/${id}`),
        ({ json }) => json?.consent.analytics === analytics,
      );
    await chosen(true);
    browser.now = new Date(Date.now() + 1_000);
    await browser.batch([browser.event("page_view", "/")], { consent: DENIED });
    await chosen(false);
    const told = (await browser.api(`/leads/${lead}`)).json;
    expect([told.person.objected, told.reasons.pages, told.reasons.behaviour.lines]).toEqual([true, [], []]);
    const page = await open("/leads?status=mql");
    const card = page.getByRole("article", { name });
    await card.getByText("Why they are ready").click();
    expect(await card.textContent()).toMatch(/They have said no to being followed.*Moves goods for a living/s);
    expect(await card.textContent()).not.toMatch(/Prices and terms|\/terms/);
    expect(await card.textContent()).toContain(email);
  });

  it("is told of leads whose salesperson has left, and finds them", async () => {
    const browser = new Browser();
    const { name, lead } = await handedOver(browser);
    await rows("UPDATE leads SET owner = 'gone' WHERE id = ?", lead);
    const page = await open("/leads?owner=mette");
    await page.getByRole("link", { name: "Show them" }).click();
    const card = page.getByRole("article", { name });
    expect(await card.textContent()).toContain("gone");
    await card.getByText("Hand on").first().click();
    await card.getByLabel("Hand on to").selectOption("ingrid");
    await card.getByRole("button", { name: `Hand on: ${name}` }).click();
    await page.waitForURL(/owner=-.*done=assign/);
    expect(await text(page, "#told")).toBe(`${name}: Ingrid Solberg looks after this now.`);
  });

  it("reads Danish, with the playbook's own causes in Danish", async () => {
    const { name, lead } = await handedOver(new Browser());
    const page = await open("/leads?status=mql", { locale: "da-DK" });
    const card = page.getByRole("article", { name });
    expect(await card.textContent()).toMatch(/venter på svar.*Svar senest.*2 dage tilbage/s);
    await card.getByLabel("Årsag").selectOption({ label: "Forgæves ringet op tre gange" });
    await card.getByRole("button", { name: `Afvis: ${name}` }).click();
    await page.waitForURL(/done=reject/);
    expect(await text(page, "#told")).toBe(`${name}: afvist. Tilbage til modning.`);
    expect((await new Browser().api(`/leads/${lead}`)).json.cause).toBe("no-answer");
  });
});

it("takes no answer from another website, and none that is made up", async () => {
  const { lead } = await handedOver(new Browser());
  const page = await open("/leads");
  const cookie = (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join("; ");
  const post = (action: string, headers: Record<string, string>, body = "") =>
    fetch(`${admin}/leads/${lead}/${action}`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie, ...headers },
      body,
    });
  expect((await post("accept", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await post("accept", { origin: "https://evil.example" })).status).toBe(403);
  expect((await post("sell", { "sec-fetch-site": "same-origin" })).status).toBe(404);
  const back = (await post("reject", { "sec-fetch-site": "same-origin" }, "cause=mood&back=https://evil.example"))
    .headers;
  expect(back.get("location")).toMatch(/^\/_f\/admin\/leads\?lead=[^/]*&failed=invalid_request#told$/);
  expect((await new Browser().api(`/leads/${lead}`)).json.status).toBe("mql");
  const { status } = await fetch(`${admin}/leads/${lead}/accept`, { method: "POST", redirect: "manual" });
  expect(status).toBe(303);
  expect((await new Browser().api(`/leads/${lead}`)).json.status).toBe("mql");
});

describe.each([
  { width: 1280, colorScheme: "light" as const, locale: "en-GB" },
  { width: 390, colorScheme: "dark" as const, locale: "da-DK" },
])("at $width px, $colorScheme, $locale", ({ width, colorScheme, locale }) => {
  it("has no accessibility faults, nothing beside the screen, and no word left out", async () => {
    const browser = new Browser();
    const [open1, accepted, rejected, lost] = await Promise.all([1, 2, 3, 4].map(() => handedOver(browser)));
    await say(browser, accepted!.lead, "accept", { note: "Call back in June" });
    await say(browser, rejected!.lead, "reject", { cause: "wrong-person" });
    await say(browser, lost!.lead, "accept");
    await say(browser, lost!.lead, "lost", { cause: "price", amount: 12, currency: "EUR" });
    const later = new Date(Date.now() + 3 * DAY).toISOString();
    const page = await open("/leads", { viewport: { width, height: 800 }, colorScheme, locale }, later);
    const lists = ["", "?status=sql", "?owner=nobody", `?lead=${lost!.lead}&done=lost`];
    const people = [open1, accepted, rejected, lost].map((one) => `/people/${one!.id}`);
    for (const path of [...lists.map((query) => `/leads${query}`), "/leads?failed=conflict", ...people]) {
      await page.goto(admin + path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      expect([path, await violations(page)]).toEqual([path, []]);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
      expect(await page.textContent("main")).not.toMatch(/undefined|NaN|\[object/);
    }
  }, 90_000);
});
