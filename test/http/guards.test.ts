import { describe, expect, it } from "vitest";
import { Browser, GRANTED, until } from "../support/client.ts";

const refusedNow = async (browser: Browser): Promise<Record<string, number>> =>
  (await browser.api("/stats")).json.events.refused;

describe("a page that nobody sees yet", () => {
  it("is told to send again when somebody does, so that nothing it holds is lost", async () => {
    const browser = new Browser();
    browser.headers = { "sec-purpose": "prefetch;prerender" };
    const before = (await refusedNow(new Browser()))["prefetch"] ?? 0;
    const view = browser.event("page_view", "/");
    const answer = await browser.batch([view], { consent: GRANTED });
    expect([answer.status, answer.json.error.code]).toEqual([503, "unavailable"]);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect((await browser.post("/consent", { consent: GRANTED })).status).toBe(503);
    expect(browser.cookie).toBeNull();
    await until(
      () => refusedNow(new Browser()),
      (refused) => (refused["prefetch"] ?? 0) > before,
    );
  });
});

describe("what is no person reading a page", () => {
  it.each([
    ["bot", { "user-agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)" }],
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
