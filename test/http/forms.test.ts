import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, freshEmail, until } from "../support/client.ts";
import { inputs, mails, signUp } from "../support/sign-up.ts";

describe("the white paper form", () => {
  it("asks at most three things, and never again what is known", async () => {
    const browser = new Browser();
    await browser.read("/white-paper/");
    const seen: string[] = [];
    const answers: Record<string, string> = {
      email: freshEmail(),
      firstName: "Anna",
      company: "Acme",
      title: "Head of logistics",
      employees: "100-499",
      industry: "logistics",
      postcode: "8200",
      phone: "+45 12 34 56 78",
      "permission.newsletter": "yes",
    };
    for (let round = 0; round < 4; round++) {
      const names = inputs((await browser.fetch("/form/whitepaper")).text);
      expect(names.length).toBeLessThanOrEqual(3);
      expect(names.filter((name) => seen.includes(name))).toEqual([]);
      seen.push(...names);
      await browser.submit(Object.fromEntries(names.map((name) => [name, answers[name]])));
    }
    expect(seen.toSorted()).toEqual(Object.keys(answers).toSorted());
  });

  it("shows no personal value, whatever is known", async () => {
    const browser = new Browser();
    await browser.read("/");
    const email = freshEmail("secret");
    await browser.submit({ email, firstName: "Secretname" });
    expect((await browser.fetch("/form/whitepaper")).text).not.toMatch(/secret/i);
  });

  it("makes a pending permission with evidence, and one confirmation mail", async () => {
    const browser = new Browser();
    browser.headers = { "user-agent": "TestBrowser/1.0", "x-fodspor-ip": "203.0.113.77" };
    await browser.read("/");
    const email = freshEmail("Evidence");
    const { answer, mail } = await signUp(browser, email.toUpperCase());
    expect(answer.json).toMatchObject({ ok: true, status: "pending" });
    expect(mail.kind).toBe("confirmation");
    expect(mail.text + mail.html).not.toContain("Anna");
    const { json } = await browser.api(`/permissions?email=${email}`);
    expect(json.current).toEqual({ "white-paper": "pending", newsletter: "pending" });
    expect(json.permissions[0].evidence).toMatchObject({
      form: "whitepaper",
      version: expect.any(String),
      text: expect.stringMatching(/\w{4}/),
      locale: "en",
      url: `${browser.stack.demoUrl}/white-paper/`,
      ip: "203.0.113.0",
      userAgent: "TestBrowser/1.0",
    });
  });

  it("an unticked box asks for nothing", async () => {
    const browser = new Browser();
    const email = freshEmail();
    await browser.submit({ email });
    await mails(browser, email, 1);
    expect((await browser.api(`/permissions?email=${email}`)).json.current).toEqual({ "white-paper": "pending" });
  });

  it("works as a plain form post, tells mistakes at their fields, and keeps what was written", async () => {
    const browser = new Browser();
    const shown = await browser.fetch("/form/whitepaper", { headers: { "sec-fetch-dest": "document" } });
    expect(shown.text).toMatch(/^<!doctype html>[\s\S]*<html lang="en">/i);
    const submission = /name="submission" value="([^"]+)"/.exec(shown.text)![1]!;
    const send = (email: string) =>
      browser.fetch("/form/whitepaper", {
        method: "POST",
        body: new URLSearchParams({ submission, email, firstName: '"><script>alert(1)</script>', locale: "en" }),
      });
    const wrong = await send("anna@");
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('aria-invalid="true"');
    expect(wrong.text).toContain('value="anna@"');
    expect(wrong.text).not.toContain("<script>alert");
    const email = freshEmail();
    const right = await send(email);
    expect(right.status).toBe(200);
    expect(right.text).toMatch(/inbox/i);
    await mails(browser, email, 1);
  });

  it("refuses what will not do, field by field, in the visitor's language", async () => {
    const answer = await new Browser().submit({
      email: "nobody",
      employees: "a million",
      phone: "call me",
      locale: "da",
    });
    expect(answer.status).toBe(422);
    expect(answer.json.error.code).toBe("invalid_fields");
    expect(answer.json.error.details.map((one: { field: string }) => one.field)).toEqual([
      "email",
      "employees",
      "phone",
    ]);
    expect(answer.json.error.details[0].message).toMatch(/e-mailadresse/);
  });

  it("a double click is one submission and one mail", async () => {
    const browser = new Browser();
    await browser.read("/");
    const email = freshEmail();
    const shown = await browser.fetch("/form/whitepaper");
    const submission = /name="submission" value="([^"]+)"/.exec(shown.text)![1];
    const answers = await Promise.all([1, 2, 3].map(() => browser.post("/form/whitepaper", { submission, email })));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    await mails(browser, email, 1);
    const { json } = await browser.api(`/profiles?email=${email}`);
    const timeline = (await browser.api(`/profiles/${json.profiles[0].id}/timeline`)).json.events;
    expect(timeline.filter((one: { type: string }) => one.type === "form_submit")).toHaveLength(1);
  });

  it("sent once more with its address mended goes to the right one", async () => {
    const browser = new Browser();
    await browser.read("/");
    const submission = randomUUID();
    const [typo, right] = [freshEmail("typo"), freshEmail("right")];
    for (const email of [typo, right]) await browser.post("/form/whitepaper", { submission, email });
    await mails(browser, right, 1);
  });

  it("takes no more than five confirmations a day to one address", async () => {
    const email = freshEmail("victim");
    const browser = new Browser();
    for (let i = 0; i < 8; i++) await browser.post("/form/whitepaper", { submission: randomUUID(), email });
    const { json } = await until(
      () => browser.api(`/messages?email=${email}`),
      (answer) => answer.json.messages.every((one: { status: string }) => ["sent", "refused"].includes(one.status)),
    );
    expect(json.messages.filter((one: { status: string }) => one.status === "sent")).toHaveLength(5);
  });

  it.each([
    ["an unknown form", "/form/nothing", {}, 404, "not_found"],
    ["a submission without its id", "/form/whitepaper", { email: "a@b.example" }, 400, "invalid_request"],
    ["a list", "/form/whitepaper", [], 400, "invalid_request"],
  ])("%s is refused clearly", async (_, path, body, status, code) => {
    const answer = await new Browser().post(path, body);
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
  });
});
