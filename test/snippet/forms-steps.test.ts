import { createChallenge, verifySolution } from "altcha-lib/v1";
import { expect, test } from "vitest";
import { renderDone, renderForm } from "../../worker/forms/render.ts";
import { EVERYTHING, viewOf } from "../support/forms.ts";
import { ALL, NONE, quiet, until, useBrowser, type Visitor } from "./visitor.ts";
import { html, type Reply } from "./wire-server.ts";

const { here, visit } = useBrowser();
const PATH = "/_f/form/paper";

type View = Parameters<typeof viewOf>[1];

/** A page with the form, as the Worker renders it. */
async function openForm(
  view: View = {},
  given: object = EVERYTHING,
  choice: object = ALL,
  by?: Visitor,
): Promise<Visitor> {
  const path = { action: here.wire.url + PATH };
  here.wire.pages["/"] = html('<fodspor-form name="paper"></fodspor-form>');
  here.wire.replies[`GET ${PATH}`] = () => ({ body: renderForm(viewOf(given, { ...path, ...view })) });
  here.wire.replies[`POST ${PATH}`] = () => done();
  here.wire.replies[`POST ${PATH}/unfinished`] = () => ({ status: 204 });
  const visitor = by ?? (await visit({ choice }));
  await visitor.open();
  await visitor.page.locator("form[novalidate]").waitFor();
  return visitor;
}

function done(more: Partial<Parameters<typeof renderDone>[3]> = {}): Reply {
  const next = { link: null, resend: null, next: null, ...more };
  return { body: { ok: true, status: "confirmed", html: renderDone(viewOf().form, "en", "confirmed", next) } };
}

const sent = () => here.wire.to("POST", PATH);
const focused = ({ page }: Visitor) =>
  page.evaluate("document.activeElement.textContent || document.activeElement.name");
const SHORT = {
  ...EVERYTHING,
  fields: [{ type: "email", name: "email", label: "E-mail", required: true }],
  permissions: [],
};

test("three steps by keyboard alone: each says where it is, checks itself, and leads back", async () => {
  const visitor = await openForm();
  const { page } = visitor;
  const { keyboard } = page;
  const shown = () => page.locator(".fodspor-step:visible").count();
  expect(await shown()).toBe(1);
  expect(await page.getByRole("button", { name: "Get it" }).isVisible()).toBe(false);
  expect(await page.getByRole("button", { name: "Back" }).isVisible()).toBe(false);

  await page.getByLabel("E-mail").focus();
  await keyboard.type("anna");
  await keyboard.press("Enter");
  await page.getByText("Please write an e-mail address").first().waitFor();
  expect(await focused(visitor)).toBe("email");
  expect(await page.getByRole("link", { name: /^E-mail: Please write/ }).isVisible()).toBe(true);
  await keyboard.type("@acme.example");
  expect(await page.locator("#fodspor-paper-email").getAttribute("aria-invalid")).toBeNull();
  await keyboard.press("Enter");
  await until(async () => (await focused(visitor)) === "Step 2 of 3: About you");

  await keyboard.press("Tab");
  await keyboard.type("Anna");
  await keyboard.press("Tab");
  expect(await page.getByLabel(/^Shops/).isVisible()).toBe(false);
  await keyboard.press("Space");
  expect(await page.getByLabel(/^Shops/).isVisible()).toBe(true);
  await keyboard.press("Tab");
  await keyboard.press("Space");
  await keyboard.press("Tab");
  await keyboard.press("Space");
  await keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.name")).toBe("shops");
  await keyboard.type("0");
  await keyboard.press("Enter");
  await page.getByText("1 or more").first().waitFor();
  await keyboard.press("Backspace");
  await keyboard.type("12");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  expect(await focused(visitor)).toBe("Continue");
  await keyboard.press("Enter");
  await until(async () => (await focused(visitor)) === "Step 3 of 3: Your company");

  await page.getByRole("button", { name: "Back" }).focus();
  await keyboard.press("Enter");
  await until(async () => (await focused(visitor)) === "Step 2 of 3: About you");
  await page.getByRole("button", { name: "Continue" }).press("Enter");
  await until(async () => (await focused(visitor)) === "Step 3 of 3: Your company");
  await page.getByLabel(/^Wish/).focus();
  await page.getByRole("button", { name: "Get it" }).press("Enter");
  await page.getByText("Please answer one of these").first().waitFor();
  await until(async () => (await page.evaluate("document.activeElement.name")) === "company");
  expect(sent()).toHaveLength(0);
  await keyboard.type("Acme");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Thanks" }).waitFor();
  expect(await focused(visitor)).toBe("Thanks");
  expect(sent()[0]!.body).toMatchObject({
    email: "anna@acme.example",
    firstName: "Anna",
    industry: "retail",
    uses: ["voice", "print"],
    shops: "12",
    company: "Acme",
    ticket: "sealed",
    homepage: "",
  });
});

test("an answer that is not asked for any more is not sent, nor needed", async () => {
  const { page } = await openForm();
  await page.getByLabel("E-mail").fill("a@acme.example");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Retail").check();
  await page.getByLabel(/^Shops/).fill("nonsense");
  await page.getByLabel("Logistics").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Company").fill("Acme");
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("heading", { name: "Thanks" }).waitFor();
  expect(sent()[0]!.body).not.toHaveProperty("shops");
  expect(sent()[0]!.body["industry"]).toBe("logistics");
});

for (const [what, choice, times] of [
  ["kept of whoever allows statistics", ALL, 1],
  ["not sent of whoever does not", NONE, 0],
] as const) {
  test(`answers so far are ${what}`, async () => {
    const visitor = await openForm({}, EVERYTHING, choice);
    await visitor.page.getByLabel("E-mail").fill("a@acme.example");
    await visitor.page.getByRole("button", { name: "Continue" }).click();
    await until(async () => (await focused(visitor)) === "Step 2 of 3: About you");
    await quiet(300);
    const kept = here.wire.to("POST", `${PATH}/unfinished`);
    expect(kept).toHaveLength(times);
    if (times) expect(kept[0]!.body).toMatchObject({ step: 1, ticket: "sealed" });
  });
}

test("what the server refuses in an earlier step is shown there", async () => {
  const visitor = await openForm();
  const { page } = visitor;
  here.wire.replies[`POST ${PATH}`] = () => ({
    status: 422,
    body: { error: { code: "invalid_fields", message: "Look.", details: [{ field: "email", message: "Gone." }] } },
  });
  await page.getByLabel("E-mail").fill("a@acme.example");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Logistics").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Company").fill("Acme");
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByText("Gone.", { exact: true }).waitFor();
  expect(await page.evaluate("document.activeElement.name")).toBe("email");
  visitor.errors.length = 0;
});

test("a slip in the address is pointed out, and mended by one button; whoever means it sends it", async () => {
  const { page } = await openForm({}, SHORT);
  const email = page.getByLabel("E-mail");
  await email.fill("anna@gmial.com");
  await email.blur();
  const use = page.getByRole("button", { name: "Use anna@gmail.com" });
  await use.click();
  expect(await email.inputValue()).toBe("anna@gmail.com");
  expect(await use.count()).toBe(0);

  await email.fill("anna@gmial.com");
  await email.blur();
  await use.waitFor();
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("heading", { name: "Thanks" }).waitFor();
  expect(sent()[0]!.body).toMatchObject({ email: "anna@gmial.com", sure: "anna@gmial.com" });
});

test("a challenge is solved while the visitor writes", async () => {
  const made = await createChallenge({ hmacKey: "key", maxNumber: 2_000 });
  const { page } = await openForm({ challenge: { kind: "proof-of-work", json: JSON.stringify(made) } }, SHORT);
  await page.getByLabel("E-mail").fill("anna@acme.example");
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("heading", { name: "Thanks" }).waitFor();
  expect(await verifySolution(String(sent()[0]!.body["altcha"]), "key")).toBe(true);
});

test("Turnstile is asked where the playbook wants it, and its answer sent along", async () => {
  const visitor = await visit({ choice: ALL });
  await visitor.context.route("https://challenges.cloudflare.com/**", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `turnstile = { render(place, { sitekey, callback }) {
        place.innerHTML = '<input type="hidden" name="cf-turnstile-response" value="' + sitekey + ' ok">';
        setTimeout(callback, 200);
      } };`,
    }),
  );
  const challenge = { kind: "turnstile", key: "0x4" } as const;
  await openForm({ challenge }, SHORT, ALL, visitor);
  await visitor.page.getByLabel("E-mail").fill("anna@acme.example");
  await visitor.page.getByRole("button", { name: "Get it" }).click();
  await visitor.page.getByRole("heading", { name: "Thanks" }).waitFor();
  expect(sent()[0]!.body["cf-turnstile-response"]).toBe("0x4 ok");
});

test("somebody else gets a form of their own", async () => {
  const known = { mask: "a•••@a•••.dk" };
  const given = { ...SHORT, fields: [...SHORT.fields, { type: "text", name: "company", label: "Company" }] };
  const view = viewOf(given);
  const without = { fields: view.asked.fields.slice(1), boxes: [] };
  const { page } = await openForm({ known, asked: without }, given);
  here.wire.replies[`POST ${PATH}/not-me`] = () => ({ body: { ok: true, html: renderForm(view) } });
  await page.getByText("You are known to us as a•••@a•••.dk.").waitFor();
  await page.getByRole("button", { name: "Not you?" }).click();
  await page.getByLabel("E-mail").fill("bo@acme.example");
  expect(await page.getByText("You are known").count()).toBe(0);
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("heading", { name: "Thanks" }).waitFor();
});

test("afterwards a mail is sent again, another form shown, or another page", async () => {
  const visitor = await openForm({}, SHORT);
  const { page } = visitor;
  const next = { form: "demo", action: "/_f/form/demo" };
  here.wire.replies[`POST ${PATH}`] = () => done({ resend: "/_f/form/resend/abc", next });
  here.wire.replies["POST /_f/form/resend/abc"] = () => ({ body: { ok: true, message: "On its way." } });
  here.wire.replies["GET /_f/form/demo"] = () => ({
    body: renderForm(viewOf(SHORT, { id: "demo", action: next.action })),
  });
  here.wire.replies["POST /_f/form/demo"] = () => done({ next: { redirect: "/welcome" } });
  await page.getByLabel("E-mail").fill("anna@acme.example");
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("button", { name: "Send it again" }).click();
  await page.getByText("On its way.").waitFor();
  await page.getByLabel("E-mail").fill("anna@acme.example");
  await page.getByRole("button", { name: "Get it" }).click();
  await page.waitForURL("**/welcome");
});
