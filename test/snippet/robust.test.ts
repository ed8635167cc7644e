import { expect, test } from "vitest";
import { ALL, call, quiet, until, useBrowser } from "./visitor.ts";
import { html, TAG } from "./wire-server.ts";

const { here, visit } = useBrowser();
const BODY = `<fodspor-block name="hero">Hello</fodspor-block><fodspor-form name="x">Form</fodspor-form>`;

const BROKEN: Record<string, string> = {
  "a fetch that throws": "window.fetch = () => { throw new Error('mine') }",
  "a fetch that rejects": "window.fetch = () => Promise.reject(new Error('mine'))",
  "no fetch": "window.fetch = undefined",
  "a storage that throws": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })",
  "a full storage": "Storage.prototype.setItem = () => { throw new DOMException('full') }",
  "rubbish in the storage": "localStorage['fodspor.consent'] = '{'; localStorage['fodspor.outbox.x'] = '{}'",
  "no custom elements": "window.customElements = undefined",
  "a stub of another kind": "window.fodspor = { q: 7 }",
  "a history that refuses": "delete window.navigation; Object.freeze(history)",
};

for (const [what, script] of Object.entries(BROKEN)) {
  test(`${what} does no harm to the page`, async () => {
    here.wire.pages["/"] = html(BODY, `<script>${script}</script>${TAG}`);
    here.wire.replies["GET /_f/b"] = () => ({ body: {} });
    here.wire.replies["GET /_f/form/x"] = () => ({ body: "<p>Form</p>" });
    const visitor = await visit();
    await visitor.open();
    await call(visitor.page, "event", "a", { n: 1 });
    await call(visitor.page, "consent", ALL);
    await call(visitor.page, "event", "b");
    await call(visitor.page, "no such command");
    await visitor.page.evaluate("fodspor(); fodspor('event', 'big', { n: 1n }); fodspor('page')");
    await visitor.page.evaluate("history.pushState({}, '', '/other')").catch(() => {});
    await quiet();
    await call(visitor.page, "consent", { analytics: false });
    await visitor.open("/next");
    expect(await visitor.page.title()).toBe("A page");
  });
}

test("works without storage, as long as the page lives", async () => {
  here.wire.pages["/"] = html("", `<script>${BROKEN["a storage that throws"]!}</script>${TAG}`);
  const visitor = await visit();
  await visitor.open();
  await visitor.page.getByRole("button", { name: "Accept all" }).click();
  await until(() => here.wire.events()[0]?.consent);
});

test("works under a strict content security policy with trusted types", async () => {
  here.wire.pageHeaders = {
    "content-security-policy":
      "default-src 'none'; script-src 'nonce-n1'; connect-src 'self'; img-src data:; style-src 'none';" +
      " require-trusted-types-for 'script'; trusted-types fodspor",
  };
  here.wire.pages["/"] = html(BODY, '<script nonce="n1" src="/_f/s.js" defer></script>');
  here.wire.replies["GET /_f/b"] = () => ({
    body: { hero: { html: "<b>For you</b>", variant: "a" } },
  });
  here.wire.replies["GET /_f/form/x"] = () => ({
    body: '<form class="fodspor-form" method="post" action="/_f/form/x"><button>Go</button></form>',
  });
  const visitor = await visit();
  await visitor.open();
  await visitor.page.getByText("For you").waitFor();
  await visitor.page.getByRole("button", { name: "Go" }).waitFor();
  const accept = visitor.page.getByRole("button", { name: "Accept all" });
  expect(await accept.evaluate((button) => getComputedStyle(button).minHeight)).toBe("44px");
  await accept.click();
  await until(() => here.wire.events()[0]?.consent);
});

test("an event too big to send is dropped with a word to the developer", async () => {
  const visitor = await visit({ choice: ALL });
  const warnings: string[] = [];
  visitor.page.on("console", (message) => warnings.push(message.text()));
  await visitor.open();
  await call(visitor.page, "event", "huge", { text: "x".repeat(40_000) });
  await until(() => here.wire.events()[0]);
  expect(warnings.join()).toContain("too big");
});

const TAKEN = ["var navigation = { open: false }", "var URL = 'https://example.com/'", "delete window.navigation"];

for (const script of TAKEN) {
  test(`works where the page has: ${script}`, async () => {
    here.wire.pages["/"] = html('<nav id="navigation"></nav>', `<script>${script}</script>${TAG}`);
    const visitor = await visit({ choice: ALL });
    await visitor.open();
    await until(() => here.wire.events()[0]);
    await visitor.page.evaluate("history.pushState({}, '', '/two')");
    await until(() => here.wire.events().some(({ type, url }) => type === "page_view" && url.endsWith("/two")));
  });
}

test("a list that an old Prototype.js has made a text is left out", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.context.addInitScript(() => localStorage.setItem("fodspor.outbox.x", '"[1, [{}]]"'));
  await visitor.open();
  const view = await until(() => here.wire.events()[0]);
  expect(view.type).toBe("page_view");
});
