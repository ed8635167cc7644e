import { describe, expect, test } from "vitest";
import { ALL, call, outbox, quiet, until, useBrowser } from "./visitor.ts";
import { html, TAG } from "./wire-server.ts";

const { here, visit } = useBrowser();
const names = () => here.wire.events().flatMap(({ name }) => name ?? []);
const HELD = { status: 503, headers: { "retry-after": "1" } };

/** An event as a page would have left it. */
const left = (name: string) => ({
  id: crypto.randomUUID(),
  type: "track",
  name,
  at: new Date().toISOString(),
  url: here.wire.url,
});

describe("another page's events", () => {
  test("are left alone while it lives and taken over when it has died", async () => {
    const visitor = await visit({ choice: ALL });
    const place = (age: number, name: string) => [`fodspor.outbox.${name}`, JSON.stringify([age, [left(name)]])];
    await visitor.context.addInitScript(
      (places) => {
        if (location.pathname === "/") for (const [key, value] of places) localStorage.setItem(key!, value!);
      },
      [place(Date.now(), "living"), place(Date.now() - 11_000, "dead"), place(0, "gone")],
    );
    await visitor.open();
    await until(() => names().length === 2);
    expect(names().toSorted()).toEqual(["dead", "gone"]);
    await quiet(400);
    expect((await outbox(visitor)).map(({ name }) => name)).toEqual(["living"]);
    await visitor.page.evaluate(() => {
      const key = "fodspor.outbox.living";
      const [, events] = JSON.parse(localStorage[key]) as unknown[];
      localStorage.setItem(key, JSON.stringify([Date.now() - 11_000, events]));
    });
    await until(() => names().includes("living"));
    await until(async () => !(await outbox(visitor)).length);
  });

  test("are not sent again by their page when it wakes up", async () => {
    here.wire.replies["POST /_f/e"] = () => HELD;
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await call(visitor.page, "event", "slept");
    await until(() => here.wire.events()[0]);
    await visitor.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    here.wire.requests.length = 0;
    here.wire.replies = {};
    const next = await visitor.context.newPage();
    await next.goto("/next");
    await until(() => names().includes("slept"));
    await visitor.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await until(() => here.wire.events().filter(({ type }) => type === "page_view").length === 3);
    await quiet(400);
    expect(here.wire.sent().filter(({ name }) => name === "slept")).toHaveLength(1);
    visitor.errors.length = 0;
  });
});

test("five tabs lose nothing and double nothing", { timeout: 40_000 }, async () => {
  here.wire.replies["POST /_f/e"] = () => HELD;
  const visitor = await visit({ choice: ALL });
  await visitor.open("/tab-0");
  const pages = [visitor.page];
  while (pages.length < 5) {
    const page = await visitor.context.newPage();
    await page.goto(`/tab-${pages.length}`);
    pages.push(page);
  }
  for (const [n, page] of pages.entries()) {
    await call(page, "event", `a${n}`);
    await call(page, "event", `b${n}`);
  }
  await until(() => names().length === 10);
  expect(await outbox(visitor)).toHaveLength(15);
  const kept = (await outbox(visitor)).map(({ id }) => id);
  await pages[4]!.close();
  await pages[3]!.goto("/tab-3-next");
  here.wire.requests.length = 0;
  here.wire.replies = {};
  await until(() => {
    const arrived = new Set(here.wire.events().map(({ id }) => id));
    return kept.every((id) => arrived.has(id));
  }, 25_000);
  await until(async () => !(await outbox(visitor)).length);
  await quiet();
  const times = (id: string) => here.wire.sent().filter((event) => event.id === id).length;
  expect(kept.map(times)).toEqual(kept.map(() => 1));
  visitor.errors.length = 0;
});

/** What pages have done to `fetch`: throws, gives nothing, says yes to anything, answers with a portal. */
const BROKEN = [
  "throw new Error('mine')",
  "",
  "return Promise.resolve({ ok: true, status: 200 })",
  "return Promise.resolve(new Response('<h1>Log in</h1>', { status: 200 }))",
];

test("pages that break fetch lose nothing once it is mended", async () => {
  const visitor = await visit({ choice: ALL });
  const pages = [];
  for (const [n, script] of BROKEN.entries()) {
    here.wire.pages[`/${n}`] = html(
      "",
      `<script>mend = fetch; window.fetch = function () { ${script} }</script>${TAG}`,
    );
    const page = n ? await visitor.context.newPage() : visitor.page;
    page.on("pageerror", (error) => visitor.errors.push(String(error)));
    page.on("console", (message) => visitor.errors.push(message.text()));
    await page.goto(`/${n}`);
    await call(page, "event", `waits-${n}`);
    pages.push(page);
  }
  await quiet();
  expect(here.wire.events()).toEqual([]);
  expect(await outbox(visitor)).toHaveLength(8);
  for (const page of pages) await page.evaluate("window.fetch = mend");
  await until(() => here.wire.events().length === 8);
  await until(async () => !(await outbox(visitor)).length);
  expect(here.wire.sent()).toHaveLength(8);
});

test("where keepalive is refused, events go without", async () => {
  here.wire.pages["/"] = html(
    "",
    `<script>{ const real = fetch; window.fetch = (url, options) =>
options.keepalive ? Promise.reject(new TypeError("quota")) : real(url, options) }</script>${TAG}`,
  );
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await until(() => here.wire.events()[0]);
});

test("what is in flight together stays within what a leaving page may send", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await until(() => here.wire.events()[0]);
  here.wire.requests.length = 0;
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  here.wire.replies["POST /_f/e"] = () => gate.then(() => ({ body: { ok: true } }));
  await visitor.page.evaluate(() => {
    const { fodspor } = window as unknown as { fodspor: (...a: unknown[]) => void };
    for (let n = 0; n < 9; n++) fodspor("event", `n${n}`, { filler: "x".repeat(9000) });
    for (let n = 0; n < 3; n++) dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
  });
  await until(() => here.wire.to("POST", "/_f/e")[0]);
  await quiet(500);
  const bytes = here.wire.to("POST", "/_f/e").map(({ body }) => Buffer.byteLength(JSON.stringify(body)));
  expect(bytes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(30_000);
  release();
  await until(() => names().length === 9);
  await until(async () => !(await outbox(visitor)).length);
  expect(here.wire.sent().filter(({ name }) => name)).toHaveLength(9);
});
