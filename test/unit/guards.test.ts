import { describe, expect, it } from "vitest";
import { BrowserEvent } from "../../worker/events/batch.ts";
import { botReason, parseJson } from "../../worker/events/gate.ts";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36";
const PERSON = { "user-agent": CHROME, "accept-language": "da-DK,da;q=0.9", "sec-fetch-site": "same-site" };

const reason = (headers: Record<string, string>, more: { cf?: object; webdriver?: boolean; local?: boolean } = {}) =>
  botReason(new Headers(headers), more.cf as never, {
    webdriver: more.webdriver ?? false,
    local: more.local ?? false,
  });

describe("who is no person", () => {
  it("lets people through, also in old browsers and without Cloudflare", () => {
    expect(reason(PERSON)).toBeNull();
    expect(reason({ "user-agent": CHROME, "accept-language": "da" })).toBeNull();
    expect(reason({ "user-agent": CHROME, "sec-fetch-site": "cross-site" })).toBeNull();
    expect(reason(PERSON, { cf: { country: "DK", botManagement: { verifiedBot: false } } })).toBeNull();
    expect(reason(PERSON, { cf: { verifiedBotCategory: "" } })).toBeNull();
  });

  it.each([
    ["bot", { ...PERSON, "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" }],
    ["bot", { "user-agent": "curl/8.9.1" }],
    ["prefetch", { ...PERSON, "sec-purpose": "prefetch;prerender" }],
    ["prefetch", { ...PERSON, purpose: "prefetch" }],
    ["prefetch", { ...PERSON, "x-moz": "prefetch" }],
    ["headless", { ...PERSON, "user-agent": CHROME.replace("Chrome", "HeadlessChrome") }],
    ["headless", { ...PERSON, "sec-ch-ua": '"HeadlessChrome";v="153"' }],
    ["headless", { "user-agent": CHROME }],
  ])("knows %s by %o", (expected, headers) => {
    expect(reason(headers)).toBe(expected);
  });

  it("believes Cloudflare and the page", () => {
    expect(reason(PERSON, { cf: { verifiedBotCategory: "Search Engine Crawler" } })).toBe("verified_bot");
    expect(reason(PERSON, { cf: { botManagement: { verifiedBot: true } } })).toBe("verified_bot");
    expect(reason(PERSON, { cf: { botManagement: null } })).toBeNull();
    expect(reason(PERSON, { webdriver: true })).toBe("headless");
  });

  it("locally lets headless browsers and HTTP clients try things out", () => {
    const local = true;
    expect(reason({ "user-agent": CHROME.replace("Chrome", "HeadlessChrome") }, { local, webdriver: true })).toBeNull();
    expect(reason({ "user-agent": "curl/8.9.1" }, { local })).toBeNull();
    expect(reason({ "user-agent": "my-crawler" }, { local })).toBe("bot");
    expect(reason({ ...PERSON, purpose: "prefetch" }, { local })).toBe("prefetch");
    expect(reason(PERSON, { local, cf: { verifiedBotCategory: "Feed Fetcher" } })).toBe("verified_bot");
  });
});

describe("texts", () => {
  it("have no half characters and no NUL, neither as values nor as names", () => {
    const body = String.raw`{"a\ud800":"x\udc00","b\u0000":{"c\udfff":["\u0000y\ud83d\ude00"]}}`;
    expect(parseJson(body)).toEqual({ "a\ufffd": "x\ufffd", b: { "c\ufffd": ["y😀"] } });
  });

  it("are cut where they are too long, and never in the middle of a character", () => {
    const event = BrowserEvent.parse({
      id: "0b6e2f0e-9a3e-4d51-8a51-5a2f8c3c1c11",
      type: "page_view",
      at: "2026-11-22T09:00:00Z",
      url: "https://www.example.com/",
      name: `${"n".repeat(199)}😀`,
      title: "t".repeat(5_000),
      referrer: `https://x.example/${"r".repeat(5_000)}`,
      topics: ["x".repeat(500), `${"y".repeat(39)}😀`, ...Array.from({ length: 300 }, (_, i) => `topic ${i}`)],
    });
    expect(event.name).toBe(`${"n".repeat(199)}\ufffd`);
    expect([event.title!.length, event.referrer!.length]).toEqual([300, 2_000]);
    expect(event.topics!.slice(0, 2)).toEqual(["x".repeat(40), `${"y".repeat(39)}\ufffd`]);
    expect(event.topics).toHaveLength(20);
  });
});
