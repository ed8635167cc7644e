import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { linkIn, mailsOf } from "../support/permitted.ts";
import { mail, postForm } from "../support/preferences.ts";

describe("a page of ours", () => {
  it("with a form is framed by its website only, and runs nothing that somebody wrote", async () => {
    const browser = new Browser();
    browser.headers["sec-fetch-dest"] = "document";
    const policy = (await browser.fetch("/form/whitepaper")).headers.get("content-security-policy")!;
    expect(policy).toContain(browser.stack.demoUrl);
    expect(policy).toMatch(/frame-ancestors 'self'( http\S+)+$/);
    expect(policy).toMatch(/script-src 'self' https:\/\/challenges\.cloudflare\.com;/);
    delete browser.headers["sec-fetch-dest"];
    const { json } = await browser.submit({ email: freshEmail() });
    const again = await browser.fetch(/action="([^"]*\/form\/resend\/[\w-]+)"/.exec(json.html)![1]!);
    expect(again.headers.get("content-security-policy")).toContain("frame-ancestors");
  });

  it("that hands something out, or does not, is framed by nobody", async () => {
    const answer = await new Browser().fetch("/d/nothing/x");
    expect([answer.status, answer.headers.get("content-security-policy")]).toEqual([
      410,
      expect.stringContaining("frame-ancestors 'none'"),
    ]);
  });
});

describe("a submission that somebody sends again, knowing its id", () => {
  it("is nobody's who has confirmed since: it hands out and changes nothing", async () => {
    const [browser, email, submission] = [new Browser(), freshEmail(), randomUUID()];
    const send = (form: string, firstName: string) => browser.post(`/form/${form}`, { submission, email, firstName });
    await send("whitepaper", "Anna");
    const [asking] = await mailsOf(email, "confirmation", 1);
    expect((await browser.fetch(linkIn(asking!, "/confirm/"), { method: "POST" })).status).toBe(200);
    await mailsOf(email, "delivery", 1);
    for (const form of ["whitepaper", "newsletter"]) {
      const answer = await send(form, "Mallory");
      expect([form, answer.json.status]).toEqual([form, "pending"]);
    }
    const { profiles } = (await browser.api(`/profiles?email=${email}`)).json;
    const own = profiles.find((one: { emailConfirmed: boolean }) => one.emailConfirmed);
    expect(own.traits.firstName).toBe("Anna");
  });
});

it("what proves a permission tells the page without names, parameters or line breaks", async () => {
  const [browser, email] = [new Browser(), freshEmail()];
  const url = "https://anna:secret@www.acme.example/a\n<b>?token=1#x";
  expect((await browser.post("/form/whitepaper", { submission: randomUUID(), email, url })).status).toBe(200);
  const [row] = await rows("SELECT evidence->>'$.url' AS url FROM permissions WHERE email = ?", email);
  expect(row!["url"]).toBe("https://www.acme.example/a%3Cb%3E");
});

it("a lost link is found by an address as its owner writes it", async () => {
  const [browser, name] = [new Browser(), freshEmail("pia").split("@")[0]];
  await browser.submit({ email: `${name}@rødgrød.example` });
  const kept = `${name}@xn--rdgrd-vuad.example`;
  await until(
    () => rows("SELECT 1 FROM profiles WHERE email = ?", kept),
    (found) => found.length === 1,
  );
  const asked = await postForm(new Browser(), "/preferences", { email: ` ${name}@Rødgrød.example`, locale: "da" });
  expect(asked.status).toBe(200);
  expect(await mail(kept, "preferences")).toContain("/preferences/");
});
