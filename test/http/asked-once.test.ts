import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, freshEmail, until } from "../support/client.ts";

const OURS = new Set(["submission", "url", "locale", "ticket", "homepage", "sure", "permission.newsletter"]);

/** What a form asks now, by the names of its fields. */
async function asks(browser: Browser, form: string): Promise<string[]> {
  const { text } = await browser.fetch(`/form/${form}`);
  const names = [...text.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)].map((match) => match[1]!);
  return [...new Set(names)].filter((name) => !OURS.has(name));
}

async function confirm(browser: Browser, email: string): Promise<void> {
  const { messages } = await until(
    async () => (await browser.api(`/messages?email=${email}`)).json,
    ({ messages: all }) => all.some(({ status }: { status: string }) => status === "sent"),
  );
  const link = /http\S*\/confirm\/\S*/.exec(
    messages.find(({ kind }: { kind: string }) => kind === "confirmation").text,
  )!;
  expect((await browser.fetch(link[0], { method: "POST" })).status).toBe(200);
}

const WEDNESDAY = ["company", "title"];
const MONDAY = ["email", "firstName"];

describe("a person who comes back", () => {
  it("gives e-mail and name on Monday, company and title on Wednesday, the phone for a demonstration, and each once", async () => {
    const browser = new Browser(new Date(Date.now() - 6 * 86_400_000));
    const email = freshEmail("once");
    await browser.read("/white-paper/");
    expect(await asks(browser, "whitepaper")).toEqual(MONDAY);
    const monday = await browser.submit({ email, firstName: "Anna", "permission.newsletter": "yes" });
    expect(monday.json.status).toBe("pending");
    await confirm(browser, email);

    browser.now = new Date(browser.now.getTime() + 2 * 86_400_000);
    await browser.read("/pricing/", "/white-paper/");
    expect(await asks(browser, "whitepaper")).toEqual([...WEDNESDAY, "employees"]);
    const wednesday = await browser.submit({ company: "Acme", title: "Head of logistics" });
    expect(wednesday.json).toMatchObject({ status: "confirmed", html: expect.stringContaining("/d/") });

    browser.now = new Date(browser.now.getTime() + 2 * 86_400_000);
    await browser.read("/contact/");
    const onDemo = await asks(browser, "demo");
    expect(onDemo).toContain("phone");
    for (const known of [...MONDAY, ...WEDNESDAY, "vatNumber"]) expect(onDemo).not.toContain(known);
    await browser.submit({ phone: "+45 12 34 56 78" }, "demo");

    for (const form of ["whitepaper", "demo", "webinar", "contact", "conference", "newsletter"]) {
      const asked = await asks(browser, form);
      expect([form, asked.filter((name) => [...MONDAY, ...WEDNESDAY, "phone"].includes(name))]).toEqual([form, []]);
    }
    const profile = await until(
      async () => (await browser.api(`/profiles?email=${email}`)).json.profiles[0],
      (found) => found?.traits.phone !== undefined,
    );
    expect(profile).toMatchObject({
      email,
      emailConfirmed: true,
      traits: {
        firstName: "Anna",
        company: "Acme",
        title: "Head of logistics",
        phone: expect.stringMatching(/45.*78/),
      },
      permissions: { "white-paper": "confirmed", newsletter: "confirmed" },
    });
  });

  it("on another browser is asked until it is known to be theirs", async () => {
    const laptop = new Browser();
    const email = freshEmail("twice");
    await laptop.read("/white-paper/");
    await laptop.submit({ email, firstName: "Bo" });
    await confirm(laptop, email);
    const phone = new Browser();
    await phone.read("/white-paper/");
    expect(await asks(phone, "whitepaper")).toEqual(MONDAY);
  });

  it("who lets us remember nothing is asked anew, whatever they told", async () => {
    const browser = new Browser();
    await browser.submit({ email: freshEmail("nobody"), firstName: "Cai" });
    expect(await asks(browser, "whitepaper")).toEqual(MONDAY);
  });

  it("what stays with a submission is asked each time, and is part of nobody", async () => {
    const browser = new Browser();
    const email = freshEmail("asks");
    await browser.read("/contact/");
    const url = `${browser.stack.demoUrl}/contact/`;
    const message = `How long does it take? ${randomUUID()}`;
    const sent = await browser.submit({ email, about: "product", message, url }, "contact");
    expect(sent.json).toMatchObject({ status: "confirmed", html: expect.stringContaining("We have your question") });
    expect(await asks(browser, "contact")).toEqual(expect.arrayContaining(["about", "message"]));
    const profile = await until(
      async () => (await browser.api(`/profiles?email=${email}`)).json.profiles[0],
      (found) => found !== undefined,
    );
    expect(JSON.stringify(profile)).not.toContain(message);
    expect((await browser.api(`/messages?email=${email}`)).json.messages).toEqual([]);
  });
});
