import { describe, expect, test } from "vitest";
import { ALL, call, kept, NONE, outbox, quiet, until, useBrowser } from "./visitor.ts";

const { here, visit } = useBrowser();

describe("a denial", () => {
  test("counts the view alone, drops the rest, and is remembered", async () => {
    const visitor = await visit();
    await visitor.open();
    await call(visitor.page, "event", "early");
    await visitor.page.getByRole("button", { name: "Decline all" }).click();
    await until(() => here.wire.to("POST", "/_f/consent")[0] && here.wire.events()[0]);
    await visitor.open("/next");
    await call(visitor.page, "event", "later");
    await until(() => here.wire.events()[1]);
    await quiet();

    expect(here.wire.events().map((e) => [e.type, e.title, e.consent, e.cookie])).toEqual([
      ["page_view", undefined, undefined, undefined],
      ["page_view", undefined, undefined, undefined],
    ]);
    expect(here.wire.to("POST", "/_f/consent").map((r) => r.body["consent"])).toEqual([NONE]);
    expect(await visitor.page.locator("fodspor-consent").count()).toBe(0);
    expect(await visitor.context.cookies()).toEqual([]);
    expect(Object.keys((await kept(visitor)).local)).toEqual(["fodspor.consent"]);
  });

  test("after a grant wipes the outbox and takes the cookie away", async () => {
    here.wire.replies["POST /_f/e"] = () => ({ status: 503, headers: { "retry-after": "600" } });
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await call(visitor.page, "event", "stuck");
    await until(async () => (await outbox(visitor)).some(({ name }) => name === "stuck"));
    await until(() => here.wire.events()[0]);
    here.wire.requests.length = 0;
    here.wire.replies = {};
    await call(visitor.page, "consent", NONE);
    expect(await outbox(visitor)).toEqual([]);
    await call(visitor.page, "event", "after");
    const denial = await until(() => here.wire.to("POST", "/_f/consent")[0]);
    expect(denial.body).toMatchObject({ consent: NONE, how: "api" });
    await visitor.open("/next");
    await until(() => here.wire.events()[0]);
    await quiet();
    expect(here.wire.events().map((e) => [e.type, e.consent])).toEqual([["page_view", undefined]]);
    expect(visitor.errors.splice(0)).toHaveLength(1);
  });

  test("is told at once, whatever the server says to what was under way", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    here.wire.replies["POST /_f/e"] = async () => {
      await gate;
      return { status: 503, headers: { "retry-after": "600" } };
    };
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await until(() => here.wire.to("POST", "/_f/e")[0]);
    await call(visitor.page, "consent", NONE);
    release();
    await until(() => here.wire.to("POST", "/_f/consent")[0]);
    visitor.errors.length = 0;
  });

  test("in another tab holds in this one", async () => {
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await until(() => here.wire.events()[0]);
    const other = await visitor.context.newPage();
    await other.goto("/other");
    await call(other, "consent", NONE);
    await until(() => here.wire.to("POST", "/_f/consent")[0]);
    here.wire.requests.length = 0;
    await call(visitor.page, "event", "unwanted");
    await quiet();
    expect(here.wire.requests).toEqual([]);
  });
});

describe("an answer that lands after a denial and sets the cookie again", () => {
  test("is followed by another denial, from the tab that had it in flight", async () => {
    const visitor = await visit({ choice: ALL });
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    here.wire.replies["POST /_f/e"] = async () => {
      await gate;
      return { headers: { "set-cookie": "fodspor=sealed; Path=/; HttpOnly" }, body: { ok: true } };
    };
    await visitor.open();
    await until(() => here.wire.to("POST", "/_f/e")[0]);
    const other = await visitor.context.newPage();
    await other.goto("/other");
    await call(other, "consent", NONE);
    await until(() => here.wire.to("POST", "/_f/consent")[0]);
    await quiet(300);
    release();
    await until(() => here.wire.to("POST", "/_f/consent").length >= 2);
    await quiet(300);
    const ids = new Set(here.wire.to("POST", "/_f/consent").map(({ body }) => body["id"]));
    expect(ids.size).toBe(1);
    expect(await visitor.context.cookies()).toEqual([]);
  });

  test("also where a page was being left and then was not", async () => {
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await until(() => here.wire.events()[0]);
    await until(async () => !(await outbox(visitor)).length);
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    here.wire.replies["POST /_f/e"] = async () => {
      await gate;
      return { headers: { "set-cookie": "fodspor=sealed; Path=/; HttpOnly" }, body: { ok: true } };
    };
    await visitor.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await until(() => here.wire.to("POST", "/_f/e")[1]);
    await call(visitor.page, "consent", NONE);
    await until(() => here.wire.to("POST", "/_f/consent").length === 1);
    release();
    await until(() => here.wire.to("POST", "/_f/consent").length === 2);
    await until(async () => !(await visitor.context.cookies()).length);
  });
});
