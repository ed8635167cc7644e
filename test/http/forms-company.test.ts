import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { Browser, until } from "../support/client.ts";

async function asked(browser: Browser): Promise<string[]> {
  const { text } = await browser.fetch("/form/demo");
  return [...text.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)].map((match) => match[1]!);
}

/** Somebody who reads pages from a network, each so long after the one before that their cookie hears what became of it. */
async function readFrom(asOrganization: string, good: (names: string[]) => boolean): Promise<string[]> {
  const browser = new Browser();
  browser.headers["x-fodspor-cf"] = JSON.stringify({ country: "DK", asn: 64_500, asOrganization });
  let pages = 0;
  return until(
    async () => {
      await browser.read("/pricing/");
      browser.now = new Date(browser.now.getTime() + 16 * 60_000);
      pages++;
      return asked(browser);
    },
    (names) => pages >= 3 && good(names),
  );
}

it("who visits from a company's network is not asked for their company; from a provider's, they are", async () => {
  const atWork = await readFrom(`NORDVARE ${randomUUID().slice(0, 8)} A/S`, (names) => !names.includes("company"));
  expect(atWork).toContain("email");
  expect(atWork).not.toContain("vatNumber");
  expect(await readFrom("TDC Holding A/S", () => true)).toEqual(expect.arrayContaining(["company", "vatNumber"]));
});
