import { expect, test } from "vitest";
import { ALL, call, quiet, until, useBrowser } from "./visitor.ts";
import { html } from "./wire-server.ts";

const { here, visit } = useBrowser();
const asked = () => here.wire.to("GET", "/_f/b");

const PAGE = html(
  `<fodspor-block name="hero"><p>Hello</p></fodspor-block>
<fodspor-block name="side"><p>Side</p></fodspor-block>
<fodspor-block name="hero"><p>Hello again</p></fodspor-block>
<fodspor-block name="edge" data-variant="b"><p>From the edge</p></fodspor-block>`,
);

test("all blocks of a page are asked for at once and replaced", async () => {
  here.wire.pages["/"] = PAGE;
  here.wire.replies["GET /_f/b"] = () => ({
    body: {
      hero: { html: "<p>For <b>you</b></p>", variant: "a" },
      edge: { html: "no", variant: "x" },
    },
  });
  const visitor = await visit({ choice: ALL });
  await visitor.context.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener("fodspor:block", (event) => heard.push((event as CustomEvent).detail));
  });
  await visitor.open("/?utm_source=news&email=a@b.example");
  await visitor.page.locator('[data-variant="a"]').first().waitFor();
  const blocks = visitor.page.locator("fodspor-block");
  expect(await blocks.allInnerTexts()).toEqual(["For you", "Side", "For you", "From the edge"]);
  expect(asked()).toHaveLength(1);
  expect(asked()[0]!.query.get("names")).toBe("hero,side");
  expect(asked()[0]!.query.get("url")).toBe(`${here.wire.url}/?utm_source=news`);
  expect(await visitor.page.evaluate("heard")).toEqual([
    { name: "hero", variant: "a" },
    { name: "hero", variant: "a" },
  ]);
});

for (const [what, reply] of Object.entries({
  "an error": { status: 500 },
  nonsense: { body: "<h1>not JSON</h1>" },
  "no such block": { body: {} },
})) {
  test(`the fallback stays on ${what}`, async () => {
    here.wire.pages["/"] = PAGE;
    here.wire.replies["GET /_f/b"] = () => reply;
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await until(() => asked()[0]);
    await quiet(300);
    expect(await visitor.page.locator("fodspor-block").first().innerHTML()).toBe("<p>Hello</p>");
    visitor.errors.length = 0;
  });
}

test("a block that is the same html is not touched", async () => {
  here.wire.pages["/"] = html(
    `<fodspor-block name="hero"><p class='x'>Hello &amp; more<br/></p>\n</fodspor-block>
<script>window.first = document.querySelector("fodspor-block p")</script>`,
  );
  here.wire.replies["GET /_f/b"] = () => ({
    body: { hero: { html: '<p class="x">Hello &amp; more<br></p>', variant: "default" } },
  });
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await visitor.page.locator('[data-variant="default"]').waitFor();
  expect(await visitor.page.evaluate('first === document.querySelector("fodspor-block p")')).toBe(true);
});

test("after the choice all blocks are asked for again, with the cookie", async () => {
  here.wire.pages["/"] = PAGE;
  here.wire.replies["GET /_f/b"] = ({ cookie }) => ({
    body: { hero: { html: cookie ? "Known" : "Unknown", variant: cookie ? "k" : "u" } },
  });
  const visitor = await visit();
  await visitor.open();
  await visitor.page.getByText("Unknown").first().waitFor();
  await visitor.page.getByRole("button", { name: "Accept all" }).click();
  await visitor.page.getByText("Known", { exact: true }).first().waitFor();
  expect(asked().map((r) => [r.query.get("names"), r.cookie])).toEqual([
    ["hero,side", undefined],
    ["edge,hero,side", "fodspor=sealed"],
  ]);
  await call(visitor.page, "consent", {});
  await visitor.page.getByText("Unknown").first().waitFor();
});

test("a block that appears later is filled too", async () => {
  here.wire.replies["GET /_f/b"] = () => ({ body: { late: { html: "Here", variant: "a" } } });
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  expect(asked()).toEqual([]);
  await visitor.page.evaluate(() => {
    document.querySelector("main")!.insertAdjacentHTML("beforeend", '<fodspor-block name="late">…</fodspor-block>');
  });
  await visitor.page.getByText("Here").waitFor();
});
