import { expect, test } from "vitest";
import { ALL, quiet, until, useBrowser, type Visitor } from "./visitor.ts";
import { html, type Reply } from "./wire-server.ts";

const { here, visit } = useBrowser();

const PATH = "/_f/form/whitepaper";
const FORM = `<form class="fodspor-form" method="post" action="${PATH}" data-error="That did not work. Please try again.">
<input type="hidden" name="submission" value="s-1">
<div class="fodspor-field"><label for="f-name">Name</label><input id="f-name" name="name" required aria-describedby="e-name"><p class="fodspor-error" id="e-name" hidden></p></div>
<div class="fodspor-field"><label for="f-email">E-mail</label><input id="f-email" name="email" type="email" aria-describedby="h-email e-email"><p id="h-email">Work address</p><p class="fodspor-error" id="e-email" hidden></p></div>
<div class="fodspor-permission"><input type="checkbox" id="f-news" name="news" value="yes" aria-describedby="e-news"><label for="f-news">Newsletter</label><p class="fodspor-error" id="e-news" hidden></p></div>
<button type="submit">Send me the paper</button><p class="fodspor-message" role="status"></p></form>`;
const THANKS: Reply = {
  body: {
    ok: true,
    status: "pending",
    html: "<h2>Look in your mailbox</h2><p>We sent a link.</p>",
  },
};
const REFUSED: Reply = {
  status: 422,
  body: {
    error: {
      code: "invalid_fields",
      message: "Please look at these fields.",
      details: [
        { field: "news", message: "Tick it" },
        { field: "email", message: "This is no address" },
        { field: "quota", message: "Too many today." },
      ],
    },
  },
};

const submits = () => here.wire.to("POST", PATH);
const send = (visitor: Visitor) => visitor.page.getByRole("button", { name: "Send me" });

async function openForm(answer: () => Reply | Promise<Reply>): Promise<Visitor> {
  here.wire.pages["/paper"] = html('<fodspor-form name="whitepaper"><a href="/x">Paper</a></fodspor-form>');
  here.wire.replies[`GET ${PATH}`] = () => ({ body: FORM });
  here.wire.replies[`POST ${PATH}`] = answer;
  const visitor = await visit({ choice: ALL });
  await visitor.open("/paper");
  await visitor.page.getByLabel("Name").fill("Åse");
  return visitor;
}

test("a form is fetched, sent once however often it is clicked, and answers", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const visitor = await openForm(async () => {
    await gate;
    return THANKS;
  });
  const [fetched] = here.wire.to("GET", PATH);
  expect(fetched!.query.get("url")).toBe(`${here.wire.url}/paper`);
  expect(fetched!.query.get("locale")).toBe("en");
  const heard = visitor.page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener("fodspor:form", (event) => resolve((event as CustomEvent).detail));
      }),
  );

  await visitor.page.getByLabel("E-mail").fill("aase@example.com");
  await visitor.page.getByLabel("Newsletter").check();
  await send(visitor).dblclick();
  await until(() => submits()[0]);
  expect(await send(visitor).getAttribute("aria-disabled")).toBe("true");
  await visitor.page.keyboard.press("Enter");
  await quiet(300);
  release();
  await visitor.page.getByText("Look in your mailbox").waitFor();

  expect(await visitor.page.evaluate("document.activeElement.textContent")).toBe("Look in your mailbox");
  expect(submits()).toHaveLength(1);
  expect(submits()[0]!.contentType).toMatch(/^text\/plain/);
  expect(submits()[0]!.body).toEqual({
    submission: "s-1",
    name: "Åse",
    email: "aase@example.com",
    news: "yes",
  });
  expect(await heard).toEqual({ name: "whitepaper", status: "pending" });
  expect(visitor.page.url()).toBe(`${here.wire.url}/paper`);
});

test("what the server refuses is said at the fields", async () => {
  const visitor = await openForm(() => REFUSED);
  const email = visitor.page.getByLabel("E-mail");
  await email.fill("nonsense");
  await send(visitor).click();
  await visitor.page.getByText("This is no address").waitFor();

  expect(await email.getAttribute("aria-invalid")).toBe("true");
  expect(await visitor.page.evaluate("document.activeElement.name")).toBe("email");
  expect(await visitor.page.getByText("Tick it").isVisible()).toBe(true);
  expect(await visitor.page.getByRole("status").innerText()).toBe("Please look at these fields. Too many today.");
  await email.fill("aase@example.com");
  expect(await email.getAttribute("aria-invalid")).toBeNull();
  expect(await visitor.page.getByText("This is no address").isVisible()).toBe(false);

  here.wire.replies[`POST ${PATH}`] = () => THANKS;
  await send(visitor).click();
  await visitor.page.getByText("Look in your mailbox").waitFor();
  visitor.errors.length = 0;
});

for (const [what, status] of [
  ["a failing server", 500],
  ["a lost connection", 0],
] as const) {
  test(`${what} leaves the form usable, with its message`, async () => {
    const visitor = await openForm(() => ({ status: 500 }));
    if (!status) await visitor.page.route(`**${PATH}`, (route) => route.abort());
    await send(visitor).click();
    await visitor.page.getByText("That did not work. Please try again.").waitFor();
    expect(await visitor.page.getByLabel("Name").inputValue()).toBe("Åse");
    await visitor.page.unrouteAll();
    here.wire.replies[`POST ${PATH}`] = () => THANKS;
    await send(visitor).click();
    await visitor.page.getByText("Look in your mailbox").waitFor();
    expect(submits().at(-1)!.body["submission"]).toBe("s-1");
    visitor.errors.length = 0;
  });
}

test("a form that is there already is only enhanced", async () => {
  here.wire.pages["/"] = html(`<fodspor-form name="whitepaper">${FORM}</fodspor-form>`);
  here.wire.replies[`POST ${PATH}`] = () => THANKS;
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await visitor.page.locator("form[novalidate]").waitFor();
  await send(visitor).click();
  await visitor.page.getByText("Look in your mailbox").waitFor();
  expect(here.wire.to("GET", PATH)).toEqual([]);
});

test("the fallback stays when there is no form to get", async () => {
  here.wire.pages["/"] = html('<fodspor-form name="whitepaper"><a href="/x">Paper</a></fodspor-form>');
  here.wire.replies[`GET ${PATH}`] = () => ({ status: 503 });
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await until(() => here.wire.to("GET", PATH)[0]);
  await quiet(200);
  expect(await visitor.page.getByRole("link", { name: "Paper" }).isVisible()).toBe(true);
  visitor.errors.length = 0;
});
