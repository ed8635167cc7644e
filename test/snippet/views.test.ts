import { expect, test } from "vitest";
import { ALL, call, quiet, until, useBrowser } from "./visitor.ts";

const { here, visit } = useBrowser();

const views = () =>
  here.wire
    .events()
    .filter((event) => event.type === "page_view")
    .map((event) => ({ ...event, path: new URL(event.url).pathname }));
const paths = () => views().map((view) => view.path);

for (const api of ["navigation", "history"]) {
  test(`a single-page app counts once per path, with its title (${api} API)`, async () => {
    const visitor = await visit({ choice: ALL });
    if (api === "history") {
      await visitor.context.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
    }
    await visitor.open("/one");
    await until(() => paths().length === 1);
    await visitor.page.evaluate(() => {
      history.pushState({}, "", "/redirecting");
      history.replaceState({}, "", "/two");
      setTimeout(() => (document.title = "Two"), 20);
    });
    await until(() => paths().length === 2);
    await visitor.page.evaluate(() => {
      history.replaceState({ again: 1 }, "", "/two?page=2");
      history.pushState({}, "", "/two?page=3#part");
    });
    await quiet(400);
    await visitor.page.evaluate(() => history.go(-2));
    await until(() => paths().length === 3);
    await quiet(400);

    expect(paths()).toEqual(["/one", "/two", "/one"]);
    expect(views()[1]).toMatchObject({ title: "Two", referrer: `${here.wire.url}/one` });
  });
}

test("a page back from the back/forward cache is a new view", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.open("/one");
  await until(() => paths().length === 1);
  await visitor.page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await until(() => paths().length === 2);
  expect(paths()).toEqual(["/one", "/one"]);
  expect(new Set(views().map((view) => view.id)).size).toBe(2);
});

test("a hidden or prerendered start counts when somebody sees it, once", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.context.addInitScript(() => {
    Object.assign(window, { state: "hidden" });
    Object.defineProperty(document, "prerendering", { get: () => document.hidden });
    Object.defineProperty(document, "hidden", {
      get: () => (window as unknown as { state: string }).state === "hidden",
    });
  });
  await visitor.open("/one");
  await quiet();
  expect(paths()).toEqual([]);
  await visitor.page.evaluate(() => {
    Object.assign(window, { state: "visible" });
    document.dispatchEvent(new Event("prerenderingchange"));
    document.dispatchEvent(new Event("visibilitychange"));
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await until(() => paths().length === 1);
  await quiet(400);
  expect(paths()).toEqual(["/one"]);
});

test("a view can be recorded by hand", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.open("/one");
  await call(visitor.page, "page", { step: 2 });
  await until(() => views().length === 2);
  expect(views()[1]!.properties).toEqual({ step: 2 });
});

test("the script put in twice counts once", async () => {
  here.wire.pages["/one"] = '<!doctype html><script src="/_f/s.js"></script><script src="/_f/s.js"></script>';
  const visitor = await visit({ choice: ALL });
  await visitor.open("/one");
  await until(() => paths().length === 1);
  await quiet();
  expect(paths()).toEqual(["/one"]);
});
