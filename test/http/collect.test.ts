import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Browser, DENIED, freshEmail, GRANTED, until } from "../support/client.ts";

const stack = inject("stack");

/** The visitor's profile, once it has so many views. */
async function profileOf(browser: Browser, views: number) {
  const id = await visitorId(browser);
  const { json } = await until(
    () => browser.api(`/profiles?visitor=${id}`),
    ({ json: found }) => found?.profiles?.[0]?.views === views,
  );
  return json.profiles[0];
}

/** Only the database tells ids; the cookie is sealed. So each test marks its events with a name of its own. */
async function visitorId(browser: Browser): Promise<string> {
  const email = freshEmail("visitor");
  await browser.submit({ email });
  const { json } = await until(
    () => browser.api(`/profiles?email=${email}`),
    (answer) => answer.json?.profiles?.length === 1,
  );
  return json.profiles[0].visitors[0];
}

describe("POST /e", () => {
  it("acknowledges a batch and sets one sealed, HttpOnly cookie that says nothing readable", async () => {
    const browser = new Browser();
    const answer = await browser.batch([browser.event("page_view", "/")], { consent: GRANTED });
    expect(answer.json).toEqual({ ok: true, accepted: 1, refused: [] });
    const [cookie, ...others] = answer.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^fodspor=[\w-]{100,1200}; .*HttpOnly; SameSite=Lax/);
    expect(Buffer.from(cookie!.slice(8), "base64url").toString()).not.toMatch(/interest|profile|consent/);
  });

  it("stores what a consenting visitor does, enriched with place, device, campaign and referrer", async () => {
    const browser = new Browser();
    browser.headers = {
      "user-agent":
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
      "accept-language": "da-DK,da;q=0.9",
      "x-fodspor-cf": JSON.stringify({ country: "DK", city: "Aarhus", asn: 3292, asOrganization: "TDC Holding" }),
    };
    const path = "/pricing/?utm_source=newsletter&utm_campaign=peak&email=anna@acme.example";
    await browser.batch([browser.event("page_view", path, { referrer: "https://www.google.com/search?q=x" })], {
      consent: GRANTED,
    });
    const { id } = await profileOf(browser, 1);
    const { json } = await browser.api(`/profiles/${id}/timeline`);
    const view = json.events.find((one: { type: string }) => one.type === "page_view");
    expect(view).toMatchObject({ path: "/pricing/", points: [{ rule: "decisive", points: 10 }] });
    expect(view.data).toMatchObject({
      place: { country: "DK", city: "Aarhus", network: { asn: 3292, organization: "TDC Holding" } },
      device: { type: "mobile", browser: "Mobile Safari", os: "iOS" },
      language: "da-DK",
      campaign: { source: "newsletter", name: "peak" },
      referrer: { host: "www.google.com", class: "search" },
      page: { class: "pricing" },
    });
    expect(JSON.stringify(view)).not.toContain("anna@acme");
  });

  it("stores an event once, however often it is sent", async () => {
    const browser = new Browser();
    const view = browser.event("page_view", "/blog/one/");
    const first = await browser.batch([view], { consent: GRANTED });
    for (let i = 0; i < 4; i++) await browser.batch([view, view]);
    const other = new Browser();
    other.cookie = first.headers.getSetCookie()[0]!.split(";")[0]!;
    await other.batch([view]);
    expect((await profileOf(browser, 1)).views).toBe(1);
  });

  it("without consent sets no cookie, knows nobody, and adds to the totals only", async () => {
    const browser = new Browser();
    const before = (await browser.api("/stats")).json;
    const answer = await browser.batch([
      browser.event("page_view", "/terms/"),
      browser.event("track", "/", { name: "x" }),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const after = await until(
      async () => (await browser.api("/stats")).json,
      (now) =>
        now.events.anonymous > before.events.anonymous &&
        (now.events.refused.no_consent ?? 0) > (before.events.refused.no_consent ?? 0),
    );
    expect(after.events.anonymous).toBeGreaterThan(before.events.anonymous);
  });

  it("forgets the browser when consent is withdrawn, and keeps the choice as evidence", async () => {
    const browser = new Browser();
    await browser.read("/", "/pricing/");
    const { id } = await profileOf(browser, 2);
    await browser.post("/consent", { consent: DENIED, how: "settings", version: "1" });
    expect(browser.cookie).toBeNull();
    const { json } = await until(
      () => browser.api(`/profiles/${id}`),
      (answer) => answer.json.consent.analytics === false,
    );
    expect(json.consent).toEqual(DENIED);
    const again = await browser.batch([browser.event("page_view", "/pricing/")]);
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it("corrects the clock of a browser whose clock is wrong", async () => {
    const browser = new Browser();
    const wrong = new Date(browser.now.getTime() - 40 * 86_400_000).toISOString();
    const view = { ...browser.event("page_view", "/pricing/"), at: wrong };
    const answer = await browser.post("/e", { sentAt: wrong, events: [view], consent: GRANTED });
    expect(answer.json.accepted).toBe(1);
    const { lastSeen } = await profileOf(browser, 1);
    expect(Math.abs(Date.parse(lastSeen) - browser.now.getTime())).toBeLessThan(60_000);
  });

  it("takes the traits a page claims, of those the playbook speaks of, and never an address", async () => {
    const browser = new Browser();
    await browser.read("/");
    const claims = { industry: "logistics", email: "boss@acme.example", isAdmin: true, title: { $ne: 1 } };
    await browser.batch([browser.event("identify", "/", { properties: claims })]);
    const { traits, email, score } = await profileOf(browser, 1);
    expect(traits).toEqual({ industry: "logistics" });
    expect(email).not.toBe("boss@acme.example");
    expect(score.fit).toEqual({ points: 20, grade: "C" });
  });

  it("starts a new visitor after a reset", async () => {
    const browser = new Browser();
    await browser.read("/");
    const before = await profileOf(browser, 1);
    await browser.batch([], { reset: true, consent: GRANTED });
    await browser.read("/pricing/");
    const after = await profileOf(browser, 1);
    expect(after.id).not.toBe(before.id);
    expect(after.visitors).not.toEqual(before.visitors);
  });
});

describe("what is refused", () => {
  const event = (more: object) => {
    const browser = new Browser();
    return { ...browser.event("page_view", "/"), ...more };
  };
  const batch = (...events: unknown[]) => ({ sentAt: new Date().toISOString(), events });

  const nested = (depth: number): string => {
    const { properties: _, ...rest } = event({ properties: {} }) as Record<string, unknown>;
    const text = JSON.stringify(rest).slice(0, -1);
    return `{"sentAt":"${new Date().toISOString()}","events":[${text},"properties":{"a":${"[".repeat(depth)}${"]".repeat(depth)}}}]}`;
  };

  it.each([
    ["JSON cut off", '{"sentAt"', 400, "invalid_json"],
    ["not an object", "[]", 400, "invalid_request"],
    ["no events", '{"sentAt":"2026-11-22T09:00:00Z"}', 400, "invalid_request"],
    ["an unknown type", batch(event({ type: "teleport" })), 400, "invalid_event"],
    ["no id", batch(event({ id: undefined })), 400, "invalid_event"],
    ["an id that is no UUID", batch(event({ id: "1 OR 1=1" })), 400, "invalid_event"],
    ["a relative url", batch(event({ url: "/pricing" })), 400, "invalid_event"],
    ["a script url", batch(event({ url: "javascript:alert(1)" })), 400, "invalid_event"],
    ["properties that are a list", batch(event({ properties: [1] })), 400, "invalid_event"],
    ["null", batch(null), 400, "invalid_event"],
    ["an event nested a thousand levels deep", nested(1_010), 400, "invalid_event"],
    ["an event nested deeper than a stack", nested(100_000), 400, "invalid_event"],
    [
      "a url that is long only when encoded",
      batch(event({ url: `https://x.example/${"漢".repeat(4_000)}` })),
      400,
      "invalid_event",
    ],
    ["an event of last year", batch(event({ at: "2025-01-01T00:00:00Z" })), 400, "event_too_old"],
    ["an event of next year", batch(event({ at: "2099-01-01T00:00:00Z" })), 400, "event_in_future"],
    ["51 events", batch(...Array.from({ length: 51 }, () => event({ id: randomUUID() }))), 413, "too_many_events"],
    ["an event of 20 kB", batch(event({ properties: { text: "x".repeat(20_000) } })), 413, "body_too_large"],
    ["a body of 300 kB", " ".repeat(300_000), 413, "body_too_large"],
  ])("%s", async (_, body, status, code) => {
    const answer = await new Browser().post("/e", body);
    expect(answer.json.error).toMatchObject({ code, message: expect.any(String) });
    expect(answer.status).toBe(status);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("one bad event does not lose the good ones", async () => {
    const browser = new Browser();
    const good = browser.event("page_view", "/");
    const bad = browser.event("teleport", "/");
    const answer = await browser.batch([bad, good], { consent: GRANTED });
    expect(answer.json).toEqual({ ok: true, accepted: 1, refused: [{ id: bad.id, code: "invalid_event" }] });
  });

  it("another website", async () => {
    const answer = await new Browser().post("/e", batch(event({})), { origin: "https://evil.example" });
    expect([answer.status, answer.json.error.code]).toEqual([403, "origin_not_allowed"]);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each([
    ["forged", () => `fodspor=${"A".repeat(400)}`],
    ["empty", () => "fodspor="],
    ["truncated", (own: string) => own.slice(0, -9)],
    ["changed", (own: string) => own.slice(0, 60) + (own[60] === "A" ? "B" : "A") + own.slice(61)],
    ["huge", () => `fodspor=${"A".repeat(6_000)}`],
  ])("a %s cookie makes a fresh visitor", async (_, forge) => {
    const browser = new Browser();
    await browser.read("/pricing/", "/terms/");
    const own = browser.cookie!;
    browser.cookie = forge(own);
    expect((await browser.fetch("/b?names=hero")).json.hero.variant).toBe("default");
    await browser.batch([browser.event("page_view", "/")], { consent: GRANTED });
    expect((await profileOf(browser, 1)).views).toBe(1);
  });

  it("is counted by its reason", async () => {
    const browser = new Browser();
    const before = (await browser.api("/stats")).json.events.refused.event_too_old ?? 0;
    await browser.post("/e", batch(event({ at: "2025-01-01T00:00:00Z" }), event({ at: "2025-01-01T00:00:00Z" })));
    await until(
      async () => (await browser.api("/stats")).json.events.refused.event_too_old ?? 0,
      (now) => now > before,
    );
  });

  it("an unknown route or method is a 404 of one shape", async () => {
    const browser = new Browser();
    expect((await browser.fetch("/nothing")).json.error.code).toBe("not_found");
    expect((await fetch(`${stack.base}/e`, { method: "PUT" })).status).toBe(404);
  });
});
