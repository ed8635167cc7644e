import { describe, expect, it } from "vitest";
import { Browser, GRANTED, until } from "../support/client.ts";

const refusedNow = async (browser: Browser): Promise<Record<string, number>> =>
  (await browser.api("/stats")).json.events.refused;

describe("what is no person reading a page", () => {
  it.each([
    ["bot", { "user-agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)" }],
    ["prefetch", { "sec-purpose": "prefetch;prerender" }],
    ["verified_bot", { "x-fodspor-cf": '{"country":"US","verifiedBotCategory":"Search Engine Crawler"}' }],
  ])("%s: nothing is kept, no cookie is set, and it is counted by its reason", async (reason, headers) => {
    const browser = new Browser();
    const before = (await refusedNow(browser))[reason] ?? 0;
    browser.headers = headers;
    const view = browser.event("page_view", "/");
    const answer = await browser.batch([view], { consent: GRANTED });
    expect(answer.json).toEqual({ ok: true, accepted: 0, refused: [{ id: view.id, code: reason }] });
    expect(answer.headers.getSetCookie()).toEqual([]);
    browser.headers = {};
    await until(
      () => refusedNow(browser),
      (refused) => (refused[reason] ?? 0) > before,
    );
  });
});
