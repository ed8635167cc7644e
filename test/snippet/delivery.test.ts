import { describe, expect, test } from "vitest";
import { ALL, call, kept, outbox, quiet, until, useBrowser } from "./visitor.ts";
import { html } from "./wire-server.ts";

const { here, visit } = useBrowser();

const names = () =>
  here.wire
    .events()
    .map((event) => event.name)
    .filter(Boolean);

describe("while the server answers 503", () => {
  test("events stay and are delivered by the next page, once", async () => {
    here.wire.replies["POST /_f/e"] = () => ({ status: 503, headers: { "retry-after": "60" } });
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await call(visitor.page, "event", "kept");
    await until(() => names()[0]);
    expect((await outbox(visitor)).map((e) => e.name)).toEqual([undefined, "kept"]);
    here.wire.requests.length = 0;
    here.wire.replies = {};
    await visitor.open("/next");
    await until(() => here.wire.events().length === 4);
    await until(async () => !(await outbox(visitor)).length);
    await quiet();
    expect(here.wire.events().map((e) => new URL(e.url).pathname)).toEqual(["/", "/", "/", "/next"]);
    expect(visitor.errors.splice(0)).toHaveLength(1);
  });

  test("the same page tries again, not before Retry-After", async () => {
    const tried: number[] = [];
    here.wire.replies["POST /_f/e"] = () => {
      tried.push(Date.now());
      return tried.length === 1 ? { status: 429, headers: { "retry-after": "2" } } : { body: { ok: true } };
    };
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await until(() => tried.length === 2);
    expect(tried[1]! - tried[0]!).toBeGreaterThanOrEqual(1950);
    await until(async () => !(await outbox(visitor)).length);
    expect(visitor.errors.splice(0)).toHaveLength(1);
  });
});

test("a final refusal is not tried again", async () => {
  here.wire.replies["POST /_f/e"] = () => ({ status: 422, body: { error: { code: "invalid" } } });
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await until(() => here.wire.events()[0]);
  await until(async () => !(await outbox(visitor)).length);
  await visitor.open("/next");
  await until(() => here.wire.events()[1]);
  expect(here.wire.events()).toHaveLength(2);
  visitor.errors.length = 0;
});

test("many events go in batches of at most 50 and 20,000 characters, the outbox holds 200", async () => {
  here.wire.replies["POST /_f/e"] = () => ({ status: 503 });
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await until(() => here.wire.events()[0]);
  await visitor.page.evaluate(() => {
    const { fodspor } = window as unknown as { fodspor: (...a: unknown[]) => void };
    for (let n = 0; n < 210; n++) fodspor("event", `n${n}`, { filler: "ø".repeat(n < 205 ? 10 : 9000) });
  });
  const stored = await outbox(visitor);
  expect(stored).toHaveLength(200);
  expect(stored[199]!.name).toBe("n209");
  here.wire.requests.length = 0;
  here.wire.replies = {};
  // Leaving this page and viewing the next take the places of the oldest events.
  await visitor.open("/next");
  await until(() => names().length === 198);
  for (const { body } of here.wire.to("POST", "/_f/e")) {
    expect(body.events!.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(body.events).length).toBeLessThanOrEqual(20_100);
  }
  expect(new Set(names()).size).toBe(198);
  visitor.errors.length = 0;
});

test("an event made while leaving still arrives", async () => {
  here.wire.pages["/"] = html(`<a href="/next" onclick='fodspor("event", "goodbye")'>Next</a>`);
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await until(() => here.wire.events()[0]);
  here.wire.pages["/next"] = "<!doctype html><title>No snippet here</title>";
  await visitor.page.getByText("Next").click();
  await until(() => names()[0] === "goodbye");
});

test("an event is what it was when it was made", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await visitor.page.evaluate(() => {
    const { fodspor } = window as unknown as { fodspor: (...a: unknown[]) => void };
    const properties = { step: 1 };
    fodspor("event", "step", properties);
    properties.step = 2;
  });
  const event = await until(() => here.wire.events().find((e) => e.name));
  expect(event.properties).toEqual({ step: 1 });
});

test("identify carries its traits", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await call(visitor.page, "identify", { company: "Acme" });
  const event = await until(() => here.wire.events().find((e) => e.type === "identify"));
  expect(event.properties).toEqual({ company: "Acme" });
});

test("a large event in three-byte characters stops neither itself nor what comes after it", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await call(visitor.page, "event", "large", { text: "漢".repeat(15_000) });
  await call(visitor.page, "event", "small");
  await until(() => names().length === 2);
  await until(async () => !(await outbox(visitor)).length);
});

test("a refusal that is not the Worker's own deletes nothing", async () => {
  const wall = () => ({ status: 403, body: "<h1>Attention Required</h1>" });
  here.wire.replies = { "POST /_f/e": wall, "POST /_f/consent": wall };
  const visitor = await visit();
  await visitor.open();
  await call(visitor.page, "consent", ALL);
  await until(() => here.wire.to("POST", "/_f/consent")[0]);
  await quiet(300);
  expect((await kept(visitor)).local["fodspor.consent"]).not.toContain("posted");
  here.wire.replies = { "POST /_f/e": () => ({ status: 401, body: { error: "Unauthorized" } }) };
  await visitor.open("/next");
  await until(() => here.wire.to("POST", "/_f/e")[0]);
  await quiet(300);
  expect(await outbox(visitor)).toHaveLength(3);
  visitor.errors.length = 0;
});

test("before a choice no more wait than one request may bring", async () => {
  const visitor = await visit();
  await visitor.open();
  await visitor.page.evaluate("for (let n = 0; n < 60; n++) fodspor('page')");
  await call(visitor.page, "consent", {});
  await until(() => here.wire.events()[0]);
  expect(here.wire.events().length).toBeLessThanOrEqual(50);
});

test("a new visitor begins after what was before, also when the page is left at once", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await until(() => here.wire.events()[0]);
  await until(async () => !(await outbox(visitor)).length);
  here.wire.requests.length = 0;
  here.wire.replies["POST /_f/e"] = () => new Promise((answer) => setTimeout(answer, 150, { body: { ok: true } }));
  await visitor.page.evaluate("fodspor('event', 'Logged Out'); fodspor('reset'); location.href = '/login'");
  await visitor.page.waitForURL("**/login");
  const order = () =>
    here.wire
      .to("POST", "/_f/e")
      .flatMap(({ body }) =>
        body["reset"] ? "reset" : body.events!.map(({ url, name }) => name ?? new URL(url).pathname),
      );
  await until(() => order().includes("/login"));
  expect(order().indexOf("reset")).toBeGreaterThan(order().lastIndexOf("Logged Out"));
  expect(order().indexOf("/login")).toBeGreaterThan(order().indexOf("reset"));
  await until(async () => !(await outbox(visitor)).length);
});
