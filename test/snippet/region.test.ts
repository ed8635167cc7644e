import { describe, expect, test } from "vitest";
import { ALL, call, kept, NONE, quiet, until, useBrowser, type Visitor } from "./visitor.ts";
import { TEXTS } from "./wire-server.ts";

const { here, visit } = useBrowser();
const choices = () => here.wire.to("POST", "/_f/consent").map(({ body }) => [body["how"], body["consent"]]);
const banner = (visitor: Visitor) => visitor.page.getByRole("dialog");

function optOut(): void {
  here.wire.replies["GET /_f/consent"] = () => ({ body: { ...TEXTS, mode: "opt-out" } });
}

function object(visitor: Visitor): Promise<unknown> {
  return visitor.context.addInitScript(() => {
    Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
  });
}

/** As an earlier visit left it: allowed by the rule of the region, long not compared. */
async function allowedByRegion(visitor: Visitor): Promise<void> {
  await visitor.context.addInitScript((consent) => {
    if (localStorage.length) return;
    const at = new Date().toISOString();
    const choice = { id: "1", at, consent, how: "region", version: "2026-11", locale: "en", checked: 1, posted: 1 };
    localStorage.setItem("fodspor.consent", JSON.stringify(choice));
  }, ALL);
}

describe("where the country has opting out", () => {
  test("all is allowed, the banner says so once, and closing it keeps that", async () => {
    optOut();
    const visitor = await visit();
    await visitor.open();
    await banner(visitor).waitFor();
    await until(() => here.wire.events()[0]?.consent);
    await until(async () => (await kept(visitor)).local["fodspor.consent"]?.includes('"posted"'));
    expect(choices()).toEqual([["region", ALL]]);
    await visitor.page.getByRole("button", { name: "Close" }).click();
    await visitor.open("/next");
    await until(() => here.wire.events().length === 3);
    expect(await banner(visitor).count()).toBe(0);
    expect(choices()).toHaveLength(1);
  });

  test("declining holds", async () => {
    optOut();
    const visitor = await visit();
    await visitor.open();
    await visitor.page.getByRole("button", { name: "Decline all" }).click();
    await until(() => choices().length === 2);
    expect(choices()[1]).toEqual(["banner", NONE]);
    here.wire.requests.length = 0;
    await visitor.open("/next");
    const view = await until(() => here.wire.events()[0]);
    expect(view.consent).toBeUndefined();
    expect(await banner(visitor).count()).toBe(0);
  });

  test("Global Privacy Control goes before the region's rule", async () => {
    optOut();
    const visitor = await visit();
    await object(visitor);
    await visitor.open();
    await until(() => here.wire.events()[0]);
    await call(visitor.page, "consent");
    await banner(visitor).waitFor();
    await quiet(300);
    expect(choices()).toEqual([]);
    expect((await kept(visitor)).local).toEqual({});
  });
});

test("Global Privacy Control turned on later withdraws what a region's rule allowed, once", async () => {
  const visitor = await visit();
  await object(visitor);
  await allowedByRegion(visitor);
  await visitor.open();
  await until(async () => (await kept(visitor)).local["fodspor.consent"]?.includes('"gpc"'));
  await until(async () => (await kept(visitor)).local["fodspor.consent"]?.includes('"posted"'));
  await visitor.open("/next");
  await until(() => here.wire.events().length === 2);
  expect(choices()).toEqual([["api", NONE]]);
  expect(here.wire.events().map(({ consent }) => consent)).toEqual([undefined, undefined]);
});

test("what a region's rule allowed is asked for where one has to ask", async () => {
  const visitor = await visit();
  await allowedByRegion(visitor);
  await visitor.open();
  await visitor.page.getByRole("button", { name: "Decline all" }).click();
  await until(() => choices().length === 1);
  expect(choices()).toEqual([["banner", NONE]]);
});
