import { describe, expect, test } from "vitest";
import { ALL, quiet, until, useBrowser, type Visitor } from "./visitor.ts";
import { html, TAG } from "./wire-server.ts";

const { here, visit } = useBrowser();
const BLANK = "<!doctype html><title>No snippet here</title>";

const deeds = (...types: string[]) =>
  here.wire
    .events()
    .filter(({ type }) => types.includes(type))
    .map(({ type, name, properties }) => ({ type, name, properties }));

async function open(body: string, head = TAG): Promise<Visitor> {
  here.wire.pages["/"] = html(body, head);
  const visitor = await visit({ choice: ALL });
  // Nothing leaves this machine.
  await visitor.context.route(/example\.(com|org)/, (route) =>
    route.fulfill({ contentType: "text/html", body: BLANK }),
  );
  await visitor.open("/");
  await until(() => here.wire.events()[0]);
  return visitor;
}

describe("links", () => {
  test("to other sites count by mouse, middle button, keyboard and their children; others do not", async () => {
    const { page } = await open(
      `<a id="a" href="https://example.com/a?email=x#y"><b>Our <i>partner</i></b></a>
<a id="b" href="https://example.com/b" onclick="event.preventDefault()">Stopped</a>
<a id="c" href="/inside" onclick="event.preventDefault()">Inside</a> <a id="d" href="mailto:a@example.com">Mail</a>
<x-card></x-card><script>customElements.define("x-card", class extends HTMLElement {
  connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = '<a href="https://example.com/shadow"><u>In a card</u></a>' }
})</script>`,
    );
    await page.locator("#b").click();
    await page.locator("#c").click();
    await page.locator("#d").click({ button: "right" });
    await page.locator("#a i").click({ button: "middle" });
    await page.locator("u").click({ button: "middle" });
    await page.locator("#a").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("https://example.com/a?email=x#y");
    await page.goto(here.wire.url);
    await until(() => deeds("click").length === 4);
    const click = (path: string, text: string) => ({
      type: "click",
      name: "outbound",
      properties: { href: `https://example.com/${path}`, text },
    });
    expect(deeds("click")).toEqual([
      click("b", "Stopped"),
      click("a", "Our partner"),
      click("shadow", "In a card"),
      click("a", "Our partner"),
    ]);
  });

  test("to files are downloads, here and elsewhere", async () => {
    const { page } = await open(
      `<a href="/files/Guide.PDF?v=2">Guide</a> <a href="/export" download>Export</a> <a href="https://example.com/a.zip">Zip</a>
<script>addEventListener("click", (event) => event.preventDefault())</script>`,
    );
    for (const name of ["Guide", "Export", "Zip"]) await page.getByText(name, { exact: true }).click();
    await until(() => deeds("click").length === 3);
    expect(deeds("click").map(({ name, properties }) => [name, (properties as { href: string }).href])).toEqual([
      ["download", `${here.wire.url}/files/Guide.PDF`],
      ["download", `${here.wire.url}/export`],
      ["download", "https://example.com/a.zip"],
    ]);
  });

  test("are followed at once: nothing is prevented or delayed", async () => {
    const { page } = await open('<a href="https://example.org/">Away</a>');
    here.wire.replies["POST /_f/e"] = () => new Promise((resolve) => setTimeout(resolve, 3000, { body: { ok: true } }));
    const started = Date.now();
    await page.getByText("Away").click();
    await page.waitForURL("https://example.org/");
    expect(Date.now() - started).toBeLessThan(2500);
    // What the interception of requests kept from leaving with the page, its next one sends.
    await page.goto(here.wire.url);
    await until(() => deeds("click").length === 1);
  });
});

test("the site's forms count by id, name or path, without values; ours do not", async () => {
  const { page } = await open(
    `<form id="contact" action="/send"><input name="id" value="a@example.com"><input name="action"><button>One</button></form>
<form name="search" action="/find"><button>Two</button></form><form action="/plain?x=1" method="post"><button>Three</button></form>
<form id="no"><input required><button>Four</button></form>
<fodspor-form name="x"><form class="fodspor-form" action="/_f/form/x"><button>Five</button></form></fodspor-form>
<script>addEventListener("submit", (event) => event.preventDefault())</script>`,
  );
  here.wire.replies["POST /_f/form/x"] = () => ({ body: { ok: true, html: "Thanks" } });
  await page.locator("form[novalidate]").waitFor();
  for (const name of ["One", "Two", "Three", "Four", "Five"]) await page.getByText(name).click();
  await until(() => deeds("form_submit").length === 3);
  await quiet(400);
  expect(deeds("form_submit")).toEqual([
    { type: "form_submit", name: "contact", properties: undefined },
    { type: "form_submit", name: "search", properties: undefined },
    { type: "form_submit", name: "/plain", properties: undefined },
  ]);
});

test("declared events carry their attributes, on click and for forms on submit", async () => {
  const { page } = await open(
    `<button data-fodspor-event="Product Added" data-fodspor-product-id="00123" data-fodspor-price="42.50" data-fodspor-gift="true"
 data-fodspor-name="Blue pump"><span>Buy</span></button>
<form data-fodspor-event="Quote Asked" data-fodspor-size="7" onsubmit="event.preventDefault()"><label>Words <input></label><button>Ask</button></form>`,
  );
  await page.getByText("Buy").click();
  await page.getByLabel("Words").click();
  await page.getByText("Ask").click();
  await until(() => deeds("track").length === 2);
  expect(deeds("track")).toEqual([
    {
      type: "track",
      name: "Product Added",
      properties: { product_id: "00123", price: 42.5, gift: true, name: "Blue pump" },
    },
    { type: "track", name: "Quote Asked", properties: { size: 7 } },
  ]);
});

test("a click on a label is one, and fields may be named as a form's properties", async () => {
  const { page } = await open(
    `<label data-fodspor-event="Plan"><input type="radio"> <b>Pro</b></label>
<form data-fodspor-event="Asked"><input name="attributes"><input name="id"><input name="action"><button>Ask</button></form>
<script>addEventListener("submit", (event) => event.preventDefault())</script>`,
    '<base href="/shop/">' + TAG,
  );
  await page.getByText("Pro").click();
  await page.getByText("Pro").click();
  await page.getByText("Ask").click();
  await until(() => deeds("form_submit")[0]);
  await quiet(400);
  expect(deeds("track", "form_submit").map(({ name }) => name)).toEqual(["Plan", "Plan", "Asked", "/"]);
});

test("e-commerce events travel as the site gives them", async () => {
  const { page } = await open("");
  const added = { product_id: "p-1", name: "Pump", price: 420, quantity: 2, currency: "DKK" };
  const order = { order_id: "o-1", revenue: 840, currency: "DKK", products: [added] };
  await page.evaluate(
    ([added, order]) => {
      const { fodspor } = window as unknown as { fodspor(...args: unknown[]): void };
      fodspor("event", "Product Added", added);
      fodspor("event", "Order Completed", order);
    },
    [added, order],
  );
  await until(() => deeds("track").length === 2);
  expect(deeds("track")).toEqual([
    { type: "track", name: "Product Added", properties: added },
    { type: "track", name: "Order Completed", properties: order },
  ]);
});

test("topics come from meta tags and JSON-LD, each once, in lower case", async () => {
  const article = {
    "@graph": [
      { "@type": "Article", keywords: ["Valves", "ATEX "], articleSection: "Guides", about: { name: "Dosing" } },
      { "@type": "Product", category: "Pumps > Peristaltic", name: "not this" },
    ],
  };
  await open(
    "",
    `<meta name="fodspor:topics" content="Pumps, Seals,,"><meta property="article:tag" content="Steel">
<meta property="article:section" content="News"><meta name="keywords" content="pumps,${"x".repeat(50)}">
<script type="application/ld+json">{ broken</script><script type="application/ld+json">${JSON.stringify(article)}</script>
<script type="application/ld+json">[{"keywords":"${Array.from({ length: 30 }, (_, n) => `k${n}`).join()}"}]</script>${TAG}`,
  );
  const topics = here.wire.events()[0]!.topics!;
  expect(topics).toHaveLength(20);
  expect(topics.slice(0, 11)).toEqual([
    "pumps",
    "seals",
    "steel",
    "news",
    "x".repeat(40),
    "valves",
    "atex",
    "guides",
    "dosing",
    "peristaltic",
    "k0",
  ]);
});
