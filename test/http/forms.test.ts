import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, freshEmail, GRANTED, until } from "../support/client.ts";

const inputs = (html: string): string[] =>
  [...html.matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g)]
    .map((match) => match[1]!)
    .filter((name) => !["submission", "url", "locale"].includes(name));

/** The mails to an address, newest first, once there are so many. */
async function mails(browser: Browser, email: string, count: number) {
  const { json } = await until(
    () => browser.api(`/messages?email=${encodeURIComponent(email)}`),
    (answer) => answer.json?.messages?.filter((one: { status: string }) => one.status === "sent").length === count,
  );
  return json.messages as { id: string; template: string; kind: string; subject: string; text: string; html: string }[];
}

const linkIn = (text: string, part: string): string => new RegExp(`http\\S*${part}\\S*`).exec(text)![0];

async function signUp(browser: Browser, email: string, more: Record<string, unknown> = {}) {
  const answer = await browser.submit({ email, firstName: "Anna", "permission.newsletter": "yes", ...more });
  const [mail] = await mails(browser, email, 1);
  return { answer, link: linkIn(mail!.text, "/confirm/"), mail: mail! };
}

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

describe("confirming", () => {
  it("takes a click: link scanners that GET change nothing", async () => {
    const browser = new Browser();
    const email = freshEmail();
    const { link } = await signUp(browser, email);
    for (let i = 0; i < 3; i++) expect((await browser.fetch(link)).status).toBe(200);
    expect((await browser.api(`/permissions?email=${email}`)).json.current.newsletter).toBe("pending");
  });

  it("makes it confirmed, and delivers the promised link on the page and by mail, once", async () => {
    const browser = new Browser();
    await browser.read("/");
    const email = freshEmail();
    const { link } = await signUp(browser, email);
    const page = await browser.fetch(link, { method: "POST" });
    expect(page.text).toMatch(/href="[^"]+\/downloads\/peak-season-white-paper.html"/);
    await browser.fetch(link, { method: "POST" });
    const [delivery] = await mails(browser, email, 2);
    expect(delivery!.kind).toBe("delivery");
    const paper = await fetch(linkIn(delivery!.text, "/downloads/"));
    expect(paper.status).toBe(200);
    expect((await browser.api(`/permissions?email=${email}`)).json.current).toEqual({
      "white-paper": "confirmed",
      newsletter: "confirmed",
    });
    const [profile] = (await browser.api(`/profiles?email=${email}`)).json.profiles;
    expect(profile).toMatchObject({ email, traits: { firstName: "Anna" }, permissions: { newsletter: "confirmed" } });
    expect(profile.segments).toContain("subscribers");
  });

  it("lets a known reader have the next one at once", async () => {
    const browser = new Browser();
    await browser.read("/");
    const email = freshEmail();
    const { link } = await signUp(browser, email);
    await browser.fetch(link, { method: "POST" });
    const again = await browser.submit({ company: "Acme" });
    expect(again.json).toMatchObject({ status: "confirmed", html: expect.stringContaining("/downloads/") });
  });

  it("on another browser merges the two into one person", async () => {
    const email = freshEmail();
    const laptop = new Browser();
    await laptop.read("/pricing/");
    await laptop.fetch((await signUp(laptop, email)).link, { method: "POST" });
    const phone = new Browser();
    await phone.read("/products/pick/overview/", "/products/pick/voice-picking/");
    await phone.submit({ email, company: "Acme" });
    const [confirmation] = await mails(phone, email, 3);
    await phone.fetch(linkIn(confirmation!.text, "/confirm/"), { method: "POST" });
    await phone.read("/products/pick/wave-planning/");
    const { json } = await until(
      () => phone.api(`/profiles?email=${email}`),
      (answer) => answer.json.profiles.length === 1 && answer.json.profiles[0].views === 4,
    );
    expect(json.profiles[0]).toMatchObject({ traits: { firstName: "Anna", company: "Acme" }, visits: 2 });
    expect(json.profiles[0].visitors).toHaveLength(2);
  });

  it("of somebody else's address gives nobody their profile", async () => {
    const email = freshEmail("victim");
    const victim = new Browser();
    await victim.read("/");
    await victim.fetch((await signUp(victim, email, { firstName: "Victoria" })).link, { method: "POST" });
    const stranger = new Browser();
    await stranger.read("/");
    await stranger.submit({ email });
    expect(inputs((await stranger.fetch("/form/whitepaper")).text)).toContain("firstName");
    const { json } = await stranger.api(`/profiles?email=${email}`);
    const confirmed = json.profiles.filter((one: { emailConfirmed: boolean }) => one.emailConfirmed);
    expect(confirmed).toHaveLength(1);
    expect(confirmed[0].visitors).toHaveLength(1);
  });

  it("a second address on one browser is a second person", async () => {
    const browser = new Browser();
    await browser.read("/pricing/");
    const [first, second] = [freshEmail("first"), freshEmail("second")];
    await browser.submit({ email: first });
    await browser.batch([browser.event("page_view", "/terms/")]);
    await browser.submit({ email: second });
    await mails(browser, second, 1);
    const one = (await browser.api(`/profiles?email=${first}`)).json.profiles[0];
    const two = (await browser.api(`/profiles?email=${second}`)).json.profiles[0];
    expect(one.id).not.toBe(two.id);
    expect(two.views).toBe(0);
  });

  it("somebody without consent may still ask: a person, but no browser", async () => {
    const browser = new Browser();
    const email = freshEmail();
    const { link } = await signUp(browser, email);
    expect(browser.cookie).toBeNull();
    await browser.fetch(link, { method: "POST" });
    expect(browser.cookie).toBeNull();
    const [profile] = (await browser.api(`/profiles?email=${email}`)).json.profiles;
    expect(profile).toMatchObject({ emailConfirmed: true, visitors: [] });
  });

  it.each([
    ["forged", (token: string) => `${token.slice(0, -4)}AAAA`],
    ["truncated", (token: string) => token.slice(0, 40)],
    ["another kind of", () => "AAAA"],
  ])("%s token is refused with a page that says what to do", async (_, change) => {
    const browser = new Browser();
    const { link } = await signUp(browser, freshEmail());
    const at = link.lastIndexOf("/") + 1;
    const answer = await browser.fetch(link.slice(0, at) + change(link.slice(at)), { method: "POST" });
    expect(answer.status).toBe(410);
    expect(answer.text).toMatch(/Open it from the e-mail/);
  });

  it("a token has its day", async () => {
    const browser = new Browser();
    const email = freshEmail();
    const { link } = await signUp(browser, email);
    browser.now = new Date(browser.now.getTime() + 8 * 86_400_000);
    expect((await browser.fetch(link, { method: "POST" })).status).toBe(410);
    expect((await browser.api(`/permissions?email=${email}`)).json.current.newsletter).toBe("pending");
  });
});

describe("the visitor's cookie", () => {
  it("keeps what was read a moment before a form was sent and confirmed", async () => {
    const browser = new Browser();
    const email = freshEmail();
    await browser.read("/");
    const { link } = await signUp(browser, email);
    await browser.read("/pricing/", "/terms/");
    await browser.submit({ company: "Acme" });
    expect((await browser.fetch("/b?names=hero")).json.hero.variant).toBe("evaluating");
    await browser.read("/pricing/");
    await browser.fetch(link, { method: "POST" });
    expect((await browser.fetch("/b?names=hero")).json.hero.variant).toBe("evaluating");
    expect(inputs((await browser.fetch("/form/whitepaper")).text)).not.toContain("company");
  });

  it("is not a token, and a token is no cookie", async () => {
    const browser = new Browser();
    await browser.batch([browser.event("page_view", "/")], { consent: GRANTED });
    const sealed = browser.cookie!.slice("fodspor=".length);
    expect((await browser.fetch(`/confirm/${sealed}`)).status).toBe(410);
  });
});
