import type { Browser as Chromium, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, freshEmail } from "../support/client.ts";
import { current, fateOf, linkIn, mailsOf } from "../support/permitted.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

let chromium: Chromium;
beforeAll(async () => void (chromium = await launchChromium()));
afterAll(() => chromium.close());

/** A page on a phone, in the dark if asked. */
const phone = (colorScheme: "light" | "dark"): Promise<Page> =>
  chromium.newPage({ viewport: { width: 360, height: 640 }, colorScheme });

/** Presses the page's one button by keyboard alone. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name });
  for (let i = 0; i < 5 && !(await button.evaluate((one) => one === one.ownerDocument.activeElement)); i++)
    await page.keyboard.press("Tab");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

async function isFine(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide).toBe(false);
  expect(await page.locator("script").count()).toBe(0);
}

describe.each([
  { locale: "en", scheme: "light", yes: "Yes, confirm", stop: "Yes, stop them", all: "Stop everything else, too" },
  { locale: "da", scheme: "dark", yes: "Ja, bekræft", stop: "Ja, stop dem", all: "Stop også alt andet" },
] as const)("the pages behind the links of mails, $locale, $scheme", ({ locale, scheme, yes, stop, all }) => {
  it("work by keyboard alone, on a phone, with no script at all, and axe finds nothing", async () => {
    const email = freshEmail(locale);
    await new Browser().submit({ email, locale, "permission.newsletter": "yes" }, "whitepaper");
    const [asked] = await mailsOf(email, "confirmation", 1);
    const page = await phone(scheme);
    await page.goto(linkIn(asked!, "/confirm/"));
    expect(await page.getAttribute("html", "lang")).toBe(locale);
    expect(await violations(page)).toEqual([]);
    await press(page, yes);
    await isFine(page);
    expect(await current(email)).toMatchObject({ newsletter: "confirmed" });
    expect(await violations(page)).toEqual([]);

    expect(await fateOf(email)).toBe("sent");
    const [mail] = await mailsOf(email, "marketing", 1);
    await page.goto(linkIn(mail!, "/unsubscribe/"));
    expect(await page.getAttribute("html", "lang")).toBe(locale);
    expect(await violations(page)).toEqual([]);
    await press(page, stop);
    await isFine(page);
    expect(await violations(page)).toEqual([]);
    await press(page, all);
    expect(await violations(page)).toEqual([]);
    expect(new Set(Object.values(await current(email)))).toEqual(new Set(["withdrawn"]));

    const browser = new Browser();
    const [person] = (await browser.api(`/profiles?email=${email}`)).json.profiles;
    const proof = await browser.api(`/profiles/${person.id}/permissions/evidence.html?locale=${locale}`);
    await page.close();
    const paper = await phone(scheme);
    await paper.setContent(proof.text);
    await isFine(paper);
    expect(await violations(paper)).toEqual([]);
    await paper.close();
  });
});
