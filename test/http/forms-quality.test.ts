import { expect, it } from "vitest";
import { Browser, freshEmail, until } from "../support/client.ts";

/** The one profile of an address, as the API tells it. */
async function profileOf(browser: Browser, email: string) {
  const { json } = await until(
    () => browser.api(`/profiles?email=${email}`),
    (answer) => answer.json?.profiles?.length === 1,
  );
  return json.profiles[0];
}

it("an address that cannot exist is refused with what to do, and leaves nothing", async () => {
  const browser = new Browser();
  const answer = await browser.submit({ email: "asd@asd.asd", firstName: "Anna" });
  expect(answer.status).toBe(422);
  expect(answer.json.error.details).toEqual([
    { field: "email", message: expect.stringMatching(/write one that you read/) },
  ]);
  expect((await browser.api("/profiles?email=asd@asd.asd")).json.profiles).toEqual([]);
});

it("what is told is kept as others read it", async () => {
  const browser = new Browser();
  browser.headers["x-fodspor-cf"] = JSON.stringify({ country: "DK" });
  const email = freshEmail("quality");
  await browser.submit({ email: email.toUpperCase(), firstName: "ANNE-MARIE", phone: "12 34 56 78" });
  const { traits } = await profileOf(browser, email);
  expect(traits).toMatchObject({ firstName: "Anne-Marie", phone: "+4512345678" });
});

it("a name that is nobody's stays with the submission, and is asked again", async () => {
  const browser = new Browser();
  await browser.read("/");
  const email = freshEmail("donald");
  expect((await browser.submit({ email, firstName: "Donald Duck", company: "Acme" })).status).toBe(200);
  const { id, traits } = await profileOf(browser, email);
  expect(traits).not.toHaveProperty("firstName");
  expect(traits).toMatchObject({ company: "Acme" });
  expect((await browser.fetch("/form/whitepaper")).text).toContain('name="firstName"');
  const { json } = await browser.api(`/submissions?profile=${id}`);
  expect(json.submissions).toMatchObject([{ answers: { firstName: "Donald Duck" }, doubts: ["firstName"] }]);
});
