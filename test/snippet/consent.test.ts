import { describe, expect, test } from "vitest";
import { ALL, call, kept, NONE, outbox, quiet, until, useBrowser } from "./visitor.ts";
import { html, TAG } from "./wire-server.ts";

const { here, visit } = useBrowser();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("before a choice", () => {
  test("nothing is stored and nothing is sent", async () => {
    const visitor = await visit();
    await visitor.open("/?utm_source=mail");
    await call(visitor.page, "event", "early", { a: 1 });
    await call(visitor.page, "identify", { company: "Acme" });
    await visitor.page.locator("fodspor-consent").waitFor();
    await quiet();

    expect(await kept(visitor)).toEqual({ cookie: "", local: {}, session: {}, databases: 0 });
    expect(await visitor.context.cookies()).toEqual([]);
    expect(here.wire.requests.map((r) => `${r.method} ${r.path}`)).toEqual(["GET /_f/consent"]);
  });

  test("blocks and forms are asked for without anything that tells who it is", async () => {
    here.wire.pages["/"] = html(
      '<fodspor-block name="hero">Hello</fodspor-block><fodspor-form name="x">Form</fodspor-form>',
    );
    here.wire.replies["GET /_f/b"] = () => ({ body: {} });
    here.wire.replies["GET /_f/form/x"] = () => ({ body: "<p>Form</p>" });
    const visitor = await visit();
    await visitor.open("/?id=secret");
    await until(() => here.wire.requests.length === 3);
    await quiet(400);
    expect(await kept(visitor)).toEqual({ cookie: "", local: {}, session: {}, databases: 0 });
    for (const { cookie, query, method } of here.wire.requests) {
      expect([method, cookie]).toEqual(["GET", undefined]);
      expect(`${query}`).not.toMatch(/secret|[0-9a-f]{8}/);
    }
  });

  test("leaving counts the page view, and nothing that tells who it was", async () => {
    const visitor = await visit();
    await visitor.open("/pricing?utm_source=mail&email=a@example.com#x");
    await call(visitor.page, "event", "early");
    await visitor.open("/other");
    const [view] = await until(() => here.wire.events()[0] && here.wire.events());
    await quiet();

    expect(here.wire.events()).toHaveLength(1);
    expect(view).toEqual({
      id: expect.stringMatching(UUID),
      type: "page_view",
      at: expect.any(String),
      url: `${here.wire.url}/pricing?utm_source=mail`,
      referrer: "",
      topics: [],
      consent: undefined,
      cookie: undefined,
    });
  });
});

describe("a grant", () => {
  test("sends what was held, with the consent, after the evidence", async () => {
    here.wire.pages["/"] = html(
      "",
      `<meta name="fodspor:topics" content="pumps, valves">` +
        `<script>window.fodspor=function(){(fodspor.q=fodspor.q||[]).push(arguments)};fodspor("event","early",{a:1})</script>` +
        TAG,
    );
    const visitor = await visit();
    await visitor.open("/?gclid=1");
    await visitor.page.getByRole("button", { name: "Accept all" }).click();
    const events = await until(() => here.wire.events().length === 2 && here.wire.events());

    expect(here.wire.requests.map((r) => `${r.method} ${r.path}`)).toEqual([
      "GET /_f/consent",
      "POST /_f/consent",
      "POST /_f/e",
    ]);
    const [evidence, batch] = here.wire.requests.slice(1);
    expect(evidence!.contentType).toMatch(/^text\/plain/);
    expect(evidence!.body).toEqual({
      id: expect.stringMatching(UUID),
      consent: ALL,
      how: "banner",
      version: "2026-11",
      locale: "en",
      url: `${here.wire.url}/`,
      at: expect.any(String),
      sentAt: expect.any(String),
      webdriver: true,
    });
    expect(batch!.contentType).toMatch(/^text\/plain/);
    expect(batch!.cookie).toBe("fodspor=sealed");
    expect(batch!.body["consent"]).toEqual(ALL);
    expect(events[0]).toMatchObject({
      type: "page_view",
      title: "A page",
      referrer: "",
      topics: ["pumps", "valves"],
      url: `${here.wire.url}/?gclid=1`,
    });
    expect(events[1]).toMatchObject({ type: "track", name: "early", properties: { a: 1 } });

    const { local } = await until(async () => {
      const waiting = await outbox(visitor);
      const now = await kept(visitor);
      return !waiting.length && now.local["fodspor.consent"]?.includes("posted") && now;
    });
    expect(Object.keys(local)).toEqual(["fodspor.consent"]);
    expect(JSON.parse(local["fodspor.consent"]!)).toMatchObject({ consent: ALL, version: "2026-11" });
    expect(batch!.body["webdriver"]).toBe(true);
  });

  test("is remembered: no banner on the next page, and views go with the cookie", async () => {
    const visitor = await visit();
    await visitor.open();
    await visitor.page.getByRole("button", { name: "Accept all" }).click();
    await until(() => here.wire.events()[0]);
    await visitor.open("/next");
    const next = await until(() => here.wire.events()[1]);
    expect(next).toMatchObject({ cookie: "fodspor=sealed", consent: ALL });
    expect(await visitor.page.locator("fodspor-consent").count()).toBe(0);
    expect(here.wire.to("GET", "/_f/consent")).toHaveLength(1);
  });

  test("of some purposes says which", async () => {
    const visitor = await visit();
    await visitor.open();
    await visitor.page.getByRole("button", { name: "Choose purposes" }).click();
    await visitor.page.getByLabel("Statistics").check();
    await visitor.page.getByRole("button", { name: "Save my choice" }).click();
    const event = await until(() => here.wire.events()[0]);
    expect(event.consent).toEqual({ ...NONE, analytics: true });
  });

  test("whose evidence the server could not take is posted again on the next page", async () => {
    here.wire.replies["POST /_f/consent"] = () => ({ status: 503 });
    const visitor = await visit();
    await visitor.open();
    await visitor.page.getByRole("button", { name: "Accept all" }).click();
    await until(() => here.wire.to("POST", "/_f/consent")[0]);
    await quiet();
    expect(here.wire.events()).toEqual([]);
    here.wire.replies = {};
    await visitor.open("/next");
    const types = () => here.wire.events().map(({ type }) => type);
    await until(() => types().length === 3);
    expect(types()).toEqual(["page_view", "page_leave", "page_view"]);
    const [first, second] = here.wire.to("POST", "/_f/consent");
    expect({ ...second!.body, sentAt: "" }).toEqual({ ...first!.body, sentAt: "" });
    expect(visitor.errors.splice(0)).toHaveLength(1);
  });
});

test("a choice that the server knows is kept without its id and page, and holds for 395 days", async () => {
  const visitor = await visit();
  await visitor.open();
  await call(visitor.page, "consent", NONE);
  await until(() => here.wire.to("POST", "/_f/consent")[0]);
  const stored = await until(async () => {
    const text = (await kept(visitor)).local["fodspor.consent"];
    return text?.includes("posted") && JSON.parse(text);
  });
  expect(Object.keys(stored).toSorted()).toEqual(["at", "checked", "consent", "how", "locale", "posted", "version"]);
  const old = { ...stored, at: new Date(Date.now() - 396 * 864e5).toISOString() };
  await visitor.page.evaluate((text) => localStorage.setItem("fodspor.consent", text), JSON.stringify(old));
  await visitor.open("/next");
  await visitor.page.getByRole("dialog").waitFor();
});

describe("global privacy control", () => {
  test("means denied, without a banner", async () => {
    const visitor = await visit();
    await visitor.context.addInitScript(() => {
      Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
    });
    await visitor.open();
    const view = await until(() => here.wire.events()[0]);
    await quiet();
    expect(view.consent).toBeUndefined();
    expect(here.wire.requests).toHaveLength(1);
    expect((await kept(visitor)).local).toEqual({});

    await call(visitor.page, "consent");
    await visitor.page.getByRole("button", { name: "Accept all" }).click();
    await visitor.open("/next");
    const next = await until(() => here.wire.events()[1]);
    expect(next.consent).toEqual(ALL);
  });
});

describe("a site's own consent tool", () => {
  const manual = '<script src="/_f/s.js" data-consent="manual" defer></script>';

  test("keeps the banner away and decides through the stub queue, before all else", async () => {
    here.wire.pages["/"] = html(
      "",
      `<script>window.fodspor=function(){(fodspor.q=fodspor.q||[]).push(arguments)};
fodspor("event","first");fodspor("consent",{analytics:true,version:"cmp-3"});fodspor("event","second")</script>${manual}`,
    );
    const visitor = await visit();
    await visitor.open();
    const events = await until(() => here.wire.events().length === 3 && here.wire.events());
    expect(events.map((e) => e.name)).toEqual([undefined, "first", "second"]);
    await visitor.open();
    await until(() => here.wire.events().length === 7);
    expect(here.wire.to("POST", "/_f/consent").map((r) => r.body)).toEqual([
      expect.objectContaining({
        consent: { ...NONE, analytics: true },
        how: "api",
        version: "cmp-3",
      }),
    ]);
    expect(here.wire.to("GET", "/_f/consent")).toEqual([]);
  });

  test("rules also where our banner is on its way", async () => {
    const visitor = await visit();
    await visitor.open();
    await call(visitor.page, "consent", { analytics: true });
    await until(() => here.wire.events()[0]);
    await quiet(300);
    expect((await kept(visitor)).local["fodspor.consent"]).toContain('"how":"api"');
    expect(await visitor.page.getByRole("dialog").count()).toBe(0);
  });

  test("hears of the choice by a DOM event", async () => {
    here.wire.pages["/"] = html("", manual);
    const visitor = await visit();
    await visitor.open();
    await visitor.page.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      addEventListener("fodspor:consent", (event) => heard.push((event as CustomEvent).detail));
    });
    await call(visitor.page, "consent", ALL);
    expect(await visitor.page.evaluate("heard")).toEqual([ALL]);
  });
});

describe("reset", () => {
  test("leaves the choice alone", async () => {
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await until(() => here.wire.events()[0]);
    const before = (await kept(visitor)).local["fodspor.consent"];
    await call(visitor.page, "reset");
    await until(() => here.wire.to("POST", "/_f/e").some((r) => r.body["reset"]));
    expect((await kept(visitor)).local["fodspor.consent"]).toBe(before);
  });
});
