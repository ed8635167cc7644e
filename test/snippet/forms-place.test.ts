import { expect, test } from "vitest";
import { formCss } from "../../worker/forms/css.ts";
import { renderDone, renderForm } from "../../worker/forms/render.ts";
import { EVERYTHING, viewOf } from "../support/forms.ts";
import { ALL, quiet, until, useBrowser, type Visitor } from "./visitor.ts";
import { html } from "./wire-server.ts";

const { here, visit } = useBrowser();
const AUTO = "/_f/form/auto";
const TALL = '<p style="height:4000px"></p>';
const STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:";

type Placement = { as: "inline" | "slide-in" | "popup"; trigger?: object };

async function open(placement: Placement, body = "", options: Parameters<typeof visit>[0] = {}): Promise<Visitor> {
  const given = {
    ...EVERYTHING,
    fields: [{ type: "email", name: "email", label: "E-mail", required: true }],
    placement,
  };
  const action = `${here.wire.url}/_f/form/paper`;
  here.wire.pages["/"] = html(`<button>Before</button><fodspor-form name="auto"></fodspor-form>${body}`);
  here.wire.replies[`GET ${AUTO}`] = () => ({ body: renderForm(viewOf(given, { action, placed: true })) });
  here.wire.replies["GET /_f/form.css"] = () => ({
    headers: { "content-type": "text/css" },
    body: formCss({}, "frame"),
  });
  here.wire.replies["POST /_f/form/paper"] = () => {
    const nothing = { link: null, resend: null, next: null };
    return { body: { ok: true, status: "confirmed", html: renderDone(viewOf().form, "en", "confirmed", nothing) } };
  };
  const visitor = await visit({ choice: ALL, reducedMotion: "reduce", ...options });
  await visitor.open();
  await until(() => here.wire.to("GET", AUTO)[0]);
  return visitor;
}

const shown = () => here.wire.events().filter(({ name }) => name === "form_shown");

test("a popup keeps the focus inside, closes with Escape, gives the focus back, and is told once", async () => {
  here.wire.pageHeaders["content-security-policy"] = STRICT;
  const { page } = await open({ as: "popup", trigger: { after: "1s" } });
  const before = page.getByRole("button", { name: "Before" });
  await before.focus();
  const dialog = page.getByRole("dialog", { name: "The paper" });
  await dialog.waitFor();
  expect(await dialog.evaluate((element) => getComputedStyle(element).borderRadius)).toBe("6.4px");
  for (let i = 0; i < 12; i++) {
    expect(
      await page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')"),
    ).toBe(true);
    await page.keyboard.press("Tab");
  }
  expect(await dialog.getByRole("button", { name: "Close" }).isVisible()).toBe(true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await before.evaluate((element) => element === document.activeElement)).toBe(true);
  await until(() => shown()[0]);
  expect(shown().map(({ type, properties }) => [type, properties])).toEqual([["track", { form: "paper" }]]);
});

test("a popup is answered in place, and keeps its name", async () => {
  const { page } = await open({ as: "popup", trigger: { after: "1s" } });
  await page.getByRole("dialog").getByLabel("E-mail").fill("a@acme.example");
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("dialog", { name: "Thanks" }).waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a slide-in takes no focus, stands at the edge, and closes with Escape from inside", async () => {
  const { page } = await open({ as: "slide-in", trigger: { scroll: 50 } }, TALL);
  const before = page.getByRole("button", { name: "Before" });
  await before.focus();
  await quiet(300);
  const region = page.getByRole("region", { name: "The paper" });
  expect(await region.count()).toBe(0);
  await page.evaluate("scrollTo(0, 3000)");
  await region.waitFor();
  expect(await before.evaluate((element) => element === document.activeElement)).toBe(true);
  const box = (await region.boundingBox())!;
  const { height } = page.viewportSize()!;
  expect(height - box.y - box.height).toBeCloseTo(16, -1);
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Close");
  await page.keyboard.press("Escape");
  await region.waitFor({ state: "detached" });
  expect(await before.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("the pointer that leaves at the top brings it, the one that leaves elsewhere does not", async () => {
  const { page } = await open({ as: "popup", trigger: { exit: true } });
  const leave = (y: number) =>
    page.evaluate((clientY) => document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY })), y);
  await quiet(300);
  await leave(300);
  await quiet(200);
  expect(await page.getByRole("dialog").count()).toBe(0);
  await leave(-1);
  await page.getByRole("dialog").waitFor();
});

test("on a phone, a flick back up does", async () => {
  const { page } = await open({ as: "popup", trigger: { exit: true } }, TALL, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 800 },
  });
  await quiet(300);
  await page.evaluate("scrollTo(0, 2000)");
  await quiet(400);
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.evaluate("scrollTo(0, 1900); requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, 1500)))");
  await page.getByRole("dialog").waitFor();
  const box = (await page.getByRole("dialog").boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(390);
});

test("nothing comes over the page while somebody writes", async () => {
  const { page } = await open({ as: "popup", trigger: { after: "1s" } }, '<label>Search <input id="q"></label>');
  await page.getByLabel("Search").focus();
  await quiet(1_400);
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByLabel("Search").blur();
  await page.getByRole("dialog").waitFor();
});

test("one in the page is told when it is seen", async () => {
  const { page } = await open({ as: "inline" });
  await page.getByLabel("E-mail").waitFor();
  await until(() => shown()[0]);
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("nothing shows where no form fits", async () => {
  here.wire.replies[`GET ${AUTO}`] = () => ({ status: 204 });
  here.wire.pages["/"] = html('<fodspor-form name="auto"></fodspor-form>');
  const { open: go, page } = await visit({ choice: ALL });
  await go();
  await until(() => here.wire.to("GET", AUTO)[0]);
  await quiet(200);
  expect(await page.locator("fodspor-form").innerHTML()).toBe("");
});
