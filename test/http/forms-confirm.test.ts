import { describe, expect, it } from "vitest";
import { Browser, freshEmail, GRANTED, until } from "../support/client.ts";
import { inputs, linkIn, mails, signUp } from "../support/sign-up.ts";

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
