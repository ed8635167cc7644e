import { expect, test } from "vitest";
import { ALL, act, call, quiet, stage, until, useBrowser } from "./visitor.ts";
import { html } from "./wire-server.ts";

const { here, visit } = useBrowser();

interface Leave {
  view: string;
  engaged: number;
  scroll: number;
}
const leaves = () =>
  here.wire
    .events()
    .filter(({ type }) => type === "page_leave")
    .map((event) => ({ ...(event.properties as Leave), path: new URL(event.url).pathname }));
const views = () => here.wire.events().filter(({ type }) => type === "page_view");
const LONG = html('<div style="height: 4000px"></div>');

async function open(path = "/one", start = {}) {
  here.wire.pages[path] = LONG;
  const visitor = await visit({ choice: ALL, viewport: { width: 1000, height: 500 } });
  await stage(visitor, start);
  await visitor.open(path);
  await until(() => !Object.values(start).every(Boolean) || views()[0]);
  return visitor;
}

test("leaving tells once how long and how deep the view was read", async () => {
  const { page } = await open();
  await page.evaluate("scrollTo(0, 1500)");
  await quiet(600);
  await act(page, { visible: false, focused: false });
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  await until(() => leaves()[0]);
  await quiet(400);
  expect(leaves()).toHaveLength(1);
  const [leave] = leaves();
  expect(leave).toMatchObject({ view: views()[0]!.id, path: "/one" });
  expect(leave!.engaged).toBeGreaterThanOrEqual(550);
  expect(leave!.engaged).toBeLessThan(5000);
  expect(leave!.scroll).toBeGreaterThanOrEqual(40);
  expect(leave!.scroll).toBeLessThan(60);
});

test("time runs only while visible and focused, and a return tells the additional time alone", async () => {
  const { page } = await open();
  await quiet(600);
  await act(page, { visible: true, focused: false });
  await until(() => leaves().length === 1);
  const [first] = leaves();
  await quiet(1200);
  await act(page, { visible: true, focused: true });
  await quiet(700);
  await act(page, { visible: false, focused: false });
  await until(() => leaves().length === 2);
  const second = leaves()[1]!;
  expect(second.view).toBe(first!.view);
  expect(second.engaged).toBeGreaterThanOrEqual(650);
  expect(second.engaged).toBeLessThan(1200);
  await act(page, { visible: true, focused: true });
  await act(page, { visible: false, focused: false });
  await quiet(400);
  expect(leaves()).toHaveLength(2);
});

test("a view in the background has no engaged time", async () => {
  const { page } = await open("/one", { visible: true, focused: false });
  await quiet(700);
  await page.goto("/two");
  await until(() => leaves()[0]);
  expect(leaves()[0]).toMatchObject({ engaged: 0, path: "/one" });
  expect(leaves()[0]!.scroll).toBeGreaterThan(5);
});

test("a hidden start is left only after it was seen", async () => {
  const { page } = await open("/one", { visible: false, focused: false });
  await act(page, { visible: false, focused: false });
  await quiet(400);
  expect(here.wire.events()).toEqual([]);
  await act(page, { visible: true, focused: true });
  await until(() => views()[0]);
  await act(page, { visible: false, focused: false });
  await until(() => leaves()[0]);
});

test("a single-page app leaves each view under its own address", async () => {
  const { page } = await open();
  await quiet(550);
  await page.evaluate("history.pushState({}, '', '/two')");
  await until(() => views().length === 2 && leaves()[0]);
  await page.goto("/three");
  await until(() => leaves().length === 2 && views().length === 3);
  expect(leaves().map(({ view, path }) => [view, path])).toEqual([
    [views()[0]!.id, "/one"],
    [views()[1]!.id, "/two"],
  ]);
  expect(leaves()[0]!.engaged).toBeGreaterThanOrEqual(500);
});

test("without consent nobody hears of it", async () => {
  const visitor = await visit();
  await visitor.open("/one");
  await call(visitor.page, "consent", {});
  await visitor.open("/two");
  await until(() => views().length === 2);
  await quiet(400);
  expect(leaves()).toEqual([]);
});
