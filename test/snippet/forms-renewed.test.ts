import { createChallenge, verifySolution } from "altcha-lib/v1";
import { expect, test } from "vitest";
import { type FormView, renderDone, renderForm } from "../../worker/forms/render.ts";
import { EVERYTHING, viewOf } from "../support/forms.ts";
import { ALL, until, useBrowser } from "./visitor.ts";
import { html } from "./wire-server.ts";

const { here, visit } = useBrowser();
const PATH = "/_f/form/paper";

const shown = (given: object, view: Partial<FormView> = {}): string =>
  renderForm(viewOf(given, { action: here.wire.url + PATH, ...view }));

const ids = `[...document.querySelectorAll("[id]")].map(({ id }) => id)`;
const thanks = () => ({
  body: {
    ok: true,
    html: renderDone(viewOf().form, "en", "confirmed", { link: null, resend: null, next: null }),
  },
});
const SHORT = {
  ...EVERYTHING,
  fields: [{ type: "email", name: "email", label: "E-mail", required: true }],
};

async function open(body: string, given: object, view?: Partial<FormView>) {
  here.wire.pages["/"] = html(body);
  here.wire.replies[`GET ${PATH}`] = () => ({ body: shown(given, view) });
  const visitor = await visit({ choice: ALL });
  await visitor.open();
  await visitor.page.locator("form[novalidate]").first().waitFor();
  return visitor;
}

const challenge = async () => {
  const made = await createChallenge({ hmacKey: "key", maxNumber: 500 });
  return { kind: "proof-of-work", json: JSON.stringify(made) } as const;
};

test("a form that cannot be mended on the page comes anew: with its last step, what is wrong, and a challenge of its own", async () => {
  const [first, second] = [await challenge(), await challenge()];
  const given = {
    ...EVERYTHING,
    fields: [SHORT.fields[0]!, { type: "step", label: "More" }, ...EVERYTHING.fields.slice(-6)],
  };
  const visitor = await open('<fodspor-form name="paper"></fodspor-form>', given, { challenge: first });
  const { page } = visitor;
  const again = shown(given, {
    challenge: second,
    ticket: "newer",
    values: { email: "a@acme.example", wish: "Soon" },
    problems: [{ field: "", message: "The words have changed." }],
  }).replace("News, monthly.", "News, daily.");
  here.wire.replies[`POST ${PATH}`] = () => ({
    status: 422,
    body: { error: { code: "form_refused", message: "The words have changed." }, html: again },
  });
  await page.getByLabel("E-mail").fill("a@acme.example");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Wish").fill("Soon");
  await page.getByLabel("News, monthly.").check();
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByText("The words have changed.").waitFor();
  expect(await page.evaluate("document.activeElement.className")).toBe("fodspor-summary");
  expect(await page.getByLabel("News, daily.").isChecked()).toBe(false);
  expect(await page.getByLabel("Wish").inputValue()).toBe("Soon");

  here.wire.replies[`POST ${PATH}`] = thanks;
  await page.getByLabel("News, daily.").check();
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("heading", { name: "Thanks" }).waitFor();
  const [before, after] = here.wire.to("POST", PATH).map(({ body }) => body);
  expect(after).toMatchObject({ ticket: "newer", "permission.news": "yes", email: "a@acme.example" });
  expect(after!["altcha"]).not.toBe(before!["altcha"]);
  expect(await verifySolution(String(after!["altcha"]), "key")).toBe(true);
  visitor.errors.length = 0;
});

test("somebody else's form has a challenge of its own, though one was solved already", async () => {
  const given = { ...SHORT, fields: [...SHORT.fields, { type: "text", name: "company", label: "Company" }] };
  const asked = { fields: viewOf(given).asked.fields.slice(1), boxes: [] };
  const view = { known: { mask: "a•••@a•••.dk" }, asked, challenge: await challenge() };
  const { page } = await open('<fodspor-form name="paper"></fodspor-form>', given, view);
  const theirs = shown(given, { challenge: await challenge() });
  here.wire.replies[`POST ${PATH}/not-me`] = () => ({ body: { ok: true, html: theirs } });
  here.wire.replies[`POST ${PATH}`] = thanks;
  await page.getByLabel("Company").fill("Acme");
  await until(() => page.locator("[name=altcha]").count());
  await page.getByRole("button", { name: "Not you?" }).click();
  await page.getByLabel("E-mail").fill("bo@acme.example");
  await page.getByRole("button", { name: "Get it" }).click();
  await page.getByRole("heading", { name: "Thanks" }).waitFor();
  expect(await verifySolution(String(here.wire.to("POST", PATH)[0]!.body["altcha"]), "key")).toBe(true);
});

test("the same form twice on a page has no name twice, and each label its own field", async () => {
  const given = { ...EVERYTHING, fields: EVERYTHING.fields.filter(({ type }) => type !== "step") };
  const { page } = await open('<fodspor-form name="paper"></fodspor-form>'.repeat(2), given);
  await until(async () => (await page.locator("form[novalidate]").count()) === 2);
  const all = await page.evaluate<string[]>(ids);
  expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
  const second = page.locator("form").nth(1);
  await second.getByText("First name").click();
  const focused = `[document.activeElement.name, document.activeElement.form === document.forms[1]]`;
  expect(await page.evaluate(focused)).toEqual(["firstName", true]);
  await second.getByRole("button", { name: "Get it" }).click();
  await second.getByRole("link", { name: /^E-mail/ }).click();
  expect(await page.evaluate(focused)).toEqual(["email", true]);
  const broken = `[...document.querySelectorAll("[for],[aria-labelledby],[aria-describedby]")].flatMap((one) =>
    ["for", "aria-labelledby", "aria-describedby"].flatMap((name) => (one.getAttribute(name) || "").split(" "))
  ).filter((id) => id && !document.getElementById(id))`;
  expect(await page.evaluate(broken)).toEqual([]);
});
