import { expect, test } from "vitest";
import { ALL, call, kept, NONE, outbox, until, useBrowser } from "./visitor.ts";
import { html } from "./wire-server.ts";

const { here, visit } = useBrowser();
const FORM = '<form class="fodspor-form" action="/_f/form/x"><input name="company"><button>Go</button></form>';

/** A page of another site than the Worker's, where no cookie is kept. */
async function elsewhere(body = "") {
  const tag = `<script src="${here.wire.url}/_f/s.js" defer></script>`;
  here.wire.pages["/"] = html(body, tag);
  here.wire.pages["/next"] = html(body, tag);
  return visit({ baseURL: here.wire.otherSite });
}

test("after consent the visitor's token is kept and travels in the bodies", async () => {
  here.wire.replies["GET /_f/b"] = () => ({ body: { hero: { html: "Nobody", variant: "n" } } });
  here.wire.replies["POST /_f/b"] = () => ({ body: { hero: { html: "For you", variant: "y" } } });
  here.wire.replies["GET /_f/form/x"] = () => ({ body: FORM });
  here.wire.replies["POST /_f/form/x/show"] = () => ({ body: FORM });
  here.wire.replies["POST /_f/form/x"] = () => ({ body: { ok: true, html: "Thanks", token: "token-2" } });
  const visitor = await elsewhere(
    '<fodspor-block name="hero">Hello</fodspor-block><fodspor-form name="x"></fodspor-form>',
  );
  await visitor.open();
  await visitor.page.getByText("Nobody").waitFor();
  expect((await kept(visitor)).local).toEqual({});
  await visitor.page.getByRole("button", { name: "Accept all" }).click();
  await visitor.page.getByText("For you").waitFor();
  expect((await kept(visitor)).local["fodspor.token"]).toBe("sealed-token");
  expect(await visitor.context.cookies()).toEqual([]);
  const [view] = here.wire.to("POST", "/_f/e");
  expect(view!.body["token"]).toBe("sealed-token");
  expect(here.wire.to("POST", "/_f/b")[0]!.body).toEqual({
    names: ["hero"],
    url: `${here.wire.otherSite}/`,
    token: "sealed-token",
  });

  await visitor.open("/next");
  await visitor.page.getByRole("button", { name: "Go" }).waitFor();
  expect(here.wire.to("POST", "/_f/form/x/show")[0]!.body).toEqual({
    url: `${here.wire.otherSite}/next`,
    locale: "en",
    token: "sealed-token",
  });
  // An answer still under way would bring its own token after the form's.
  await until(async () => here.wire.to("POST", "/_f/e").length > 1 && !(await outbox(visitor)).length);
  await visitor.page.locator("[name=company]").fill("Acme");
  await visitor.page.getByRole("button", { name: "Go" }).click();
  await visitor.page.getByText("Thanks").waitFor();
  expect(here.wire.to("POST", "/_f/form/x")[0]!.body).toEqual({ company: "Acme", token: "sealed-token" });
  expect((await kept(visitor)).local["fodspor.token"]).toBe("token-2");
  await call(visitor.page, "event", "later");
  await until(() => here.wire.to("POST", "/_f/e").some(({ body }) => body["token"] === "token-2"));
});

test("a denial takes the token away at once, in all tabs, and tells whose consent it was", async () => {
  const visitor = await elsewhere();
  await visitor.open();
  await call(visitor.page, "consent", ALL);
  await until(async () => (await kept(visitor)).local["fodspor.token"]);
  const other = await visitor.context.newPage();
  await other.goto("/next");
  await until(() => here.wire.events().length === 2);
  here.wire.replies["POST /_f/e"] = () => ({ status: 503 });
  await call(visitor.page, "event", "stuck");
  await until(async () => (await outbox(visitor)).length);
  here.wire.requests.length = 0;
  await call(other, "consent", NONE);
  expect(Object.keys((await kept(visitor)).local)).toEqual(expect.not.arrayContaining(["fodspor.token"]));
  expect(await outbox(visitor)).toEqual([]);
  const denial = await until(() => here.wire.to("POST", "/_f/consent")[0]);
  expect(denial.body).toMatchObject({ consent: NONE, token: "sealed-token" });
  await visitor.page.bringToFront();
  await call(visitor.page, "event", "after");
  await visitor.open("/next");
  await until(() => here.wire.events()[0]);
  expect(here.wire.to("POST", "/_f/e").flatMap(({ body }) => body["token"] ?? [])).toEqual([]);
  expect(Object.keys((await kept(visitor)).local).filter((key) => key !== "test")).toEqual(["fodspor.consent"]);
  visitor.errors.length = 0;
});
