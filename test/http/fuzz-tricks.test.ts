import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Browser, GRANTED, until } from "../support/client.ts";
import { profileOf } from "../support/person.ts";

const stack = inject("stack");

describe.concurrent("known tricks", () => {
  const timelineOf = async (browser: Browser, views: number) => {
    const email = `tricks.${randomUUID().slice(0, 8)}@acme.example`;
    await browser.submit({ email });
    const { id } = await profileOf(browser, email, (one) => one.views === views);
    return { id: id as string, events: (await browser.api(`/profiles/${id}/timeline`)).json.events };
  };

  it("a script in a title is shown as text", async () => {
    const browser = new Browser();
    const title = `<script>alert("title")</script>`;
    await browser.batch([browser.event("page_view", "/", { title })], { consent: GRANTED });
    const { id } = await timelineOf(browser, 1);
    const form = new URLSearchParams({ token: stack.adminToken, next: "" });
    const login = await fetch(`${stack.base}/admin/login`, { method: "POST", body: form, redirect: "manual" });
    const cookie = login.headers.getSetCookie()[0]!.split(";")[0]!;
    const page = await (await fetch(`${stack.base}/admin/people/${id}`, { headers: { cookie } })).text();
    expect(page).toContain("&lt;script&gt;alert(&quot;title&quot;)");
    expect(page).not.toContain("<script>alert");
  });

  it("an address of 100 kB is refused, also as a query", async () => {
    const browser = new Browser();
    const long = browser.event("page_view", `/${"x".repeat(100_000)}`);
    expect((await browser.batch([long])).status).toBe(413);
    const asked = await browser.fetch(`/b?names=hero&url=${"x".repeat(100_000)}`);
    expect(asked.status).toBeLessThan(500);
  });

  it("names of JavaScript's own change nobody", async () => {
    const browser = new Browser();
    const event = JSON.stringify(
      browser.event("track", "/", { name: "__proto__", properties: "P", topics: ["__proto__"] }),
    );
    const evil = `{"__proto__":{"analytics":true,"polluted":1},"constructor":{"prototype":{"polluted":1}},"in":[{"__proto__":{"polluted":1}}]}`;
    const body = `{"sentAt":"${browser.now.toISOString()}","__proto__":{"reset":true},"consent":${JSON.stringify(GRANTED)},
      "events":[${event.replace(`"P"`, evil)}]}`;
    expect((await browser.post("/e", body)).json).toMatchObject({ ok: true, accepted: 1 });
    const claims = JSON.stringify(browser.event("identify", "/", { properties: "P" })).replace(`"P"`, evil);
    await browser.post("/e", `{"sentAt":"${browser.now.toISOString()}","events":[${claims}]}`);
    const view = await browser.batch([browser.event("page_view", "/", { topics: ["__proto__", "constructor"] })]);
    expect(view.status).toBe(200);
    expect((await browser.fetch("/b?names=__proto__,constructor,hero")).json).toEqual({ hero: expect.anything() });
    expect((await browser.fetch("/b/__proto__")).status).toBe(404);
    expect((await browser.fetch("/form/__proto__")).status).toBe(404);
    const { events } = await timelineOf(browser, 1);
    expect(JSON.stringify(events)).not.toContain(`"analytics":true,"polluted"`);
    const fresh = await new Browser().batch([browser.event("page_view", "/")]);
    expect(fresh.headers.getSetCookie()).toEqual([]);
  });

  it("the same id with other content is the first one's", async () => {
    const browser = new Browser();
    const first = browser.event("page_view", "/pricing/", { title: "First" });
    await browser.batch([first], { consent: GRANTED });
    await browser.batch([{ ...first, title: "Second", url: `${stack.demoUrl}/terms/` }]);
    const somebodyElse = new Browser();
    await somebodyElse.batch([{ ...first, title: "Third" }], { consent: GRANTED });
    const { events } = await timelineOf(browser, 1);
    const views = events.filter((one: { type: string }) => one.type === "page_view");
    expect(views.map(({ title }: { title: string }) => title)).toEqual(["First"]);
  });

  it("sixty thousand names of properties are stored, and nothing grows by them but the events", async () => {
    const browser = new Browser();
    await browser.read("/");
    const named = (names: number, from = 0) =>
      Object.fromEntries(Array.from({ length: names }, (_, i) => [`p${from + i}`, 1]));
    const all = await browser.batch([browser.event("track", "/", { name: "x", properties: named(500_000) })]);
    expect([all.status, all.json.error.code]).toEqual([413, "body_too_large"]);

    const before = browser.cookie!.length;
    for (let batch = 0; batch < 4; batch++) {
      const events = Array.from({ length: 15 }, (_, i) =>
        browser.event("track", "/", { name: "x", properties: named(1_000, (batch * 15 + i) * 1_000) }),
      );
      expect((await browser.batch(events)).json).toMatchObject({ accepted: 15, refused: [] });
    }
    const { id } = await timelineOf(browser, 1);
    const { json } = await until(
      () => browser.api(`/profiles/${id}/timeline?limit=200`),
      (answer) => answer.json.events.filter(({ name }: { name: string }) => name === "x").length === 60,
    );
    expect(Object.keys(json.events.find(({ name }: { name: string }) => name === "x").data.properties)).toHaveLength(
      1_000,
    );
    // The ids of the latest events, as after any other events.
    expect(browser.cookie!.length - before).toBeLessThan(400);
    const { refused } = (await browser.api("/stats")).json.events;
    expect(Object.keys(refused).filter((name) => /^p\d/.test(name))).toEqual([]);
  });

  it("topics that are too long are cut, and too many dropped; no number is too large", async () => {
    const browser = new Browser();
    const topics = ["x".repeat(5_000), ...Array.from({ length: 100 }, (_, i) => `t${i}`)];
    const properties = { huge: 1e308, small: 5e-324, whole: 2 ** 60 };
    await browser.batch([browser.event("page_view", "/", { topics, properties })], { consent: GRANTED });
    const { events } = await timelineOf(browser, 1);
    const { data } = events.find((one: { type: string }) => one.type === "page_view");
    expect(data.page.topics).toHaveLength(20);
    expect(data.page.topics).toContain("x".repeat(40));
    expect(data.properties).toEqual(properties);
    const beyond = `{"sentAt":"${browser.now.toISOString()}","events":[${JSON.stringify(
      browser.event("track", "/", { name: "x", properties: { n: 1 } }),
    ).replace('"n":1', '"n":1e999')}]}`;
    expect((await browser.post("/e", beyond)).json.error.code).toBe("invalid_event");
  });

  it("bytes that are no UTF-8 are read as a sign that there was something", async () => {
    const browser = new Browser();
    const event = JSON.stringify(browser.event("page_view", "/", { title: "a?b" }));
    const consent = JSON.stringify(GRANTED);
    const bytes = Buffer.from(`{"sentAt":"${browser.now.toISOString()}","consent":${consent},"events":[${event}]}`);
    bytes[bytes.indexOf("a?b") + 1] = 0xff;
    const answer = await browser.fetch("/e", {
      method: "POST",
      body: bytes,
      headers: { "content-type": "text/plain" },
    });
    expect(answer.json).toMatchObject({ accepted: 1 });
    const { events } = await timelineOf(browser, 1);
    expect(events.some(({ title }: { title: string | null }) => title === "a\ufffdb")).toBe(true);
  });
});
