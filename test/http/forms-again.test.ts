import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, freshEmail, until } from "../support/client.ts";
import { type FormsStack, formsStack, hiddenOf, postPlain } from "../support/forms-stack.ts";

let own: FormsStack;

beforeAll(async () => {
  own = await formsStack();
  await own.publish(({ site }) => {
    site["permission"] = { perNetwork: 3, resends: 2 };
  });
}, 90_000);

afterAll(() => own?.close());

const mails = (email: string, kind = "confirmation") =>
  own.rows("SELECT * FROM messages WHERE email = ? AND kind = ? ORDER BY created_at", email, kind);

const later = (browser: Browser, ms: number) => (browser.now = new Date(browser.now.getTime() + ms));

const linkIn = async (browser: Browser, email: string): Promise<string> => {
  const { json } = await until(
    () => browser.api(`/messages?email=${email}`),
    (answer) => answer.json.messages?.[0]?.status === "sent",
  );
  return /http\S+\/confirm\/[\w-]+/.exec(json.messages[0].text)![0];
};

describe("send it again", () => {
  const ask = async () => {
    const browser = own.browser();
    const email = freshEmail();
    const { json } = await browser.submit({ email }, "paper");
    const action = /action="([^"]*\/form\/resend\/[^"]+)"/.exec(json.html)![1]!;
    return { browser, email, action, again: () => browser.post(action, {}, { accept: "application/json" }) };
  };

  it("sends the same question, so often and no sooner than after a minute, and always says the same", async () => {
    const { browser, email, again } = await ask();
    const said = [await again()];
    expect(await mails(email)).toHaveLength(1);
    for (let i = 0; i < 4; i++) {
      later(browser, 61_000);
      said.push(...(await Promise.all([again(), again()])));
    }
    expect(await mails(email)).toHaveLength(3);
    expect(new Set(said.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const sent = await until(
      () => mails(email),
      (all) => all.every(({ status }) => status === "sent"),
    );
    expect(new Set(sent.map(({ data }) => data)).size).toBe(1);
  });

  it("sends nothing once there is nothing to confirm, and says the same", async () => {
    const { browser, email, again } = await ask();
    const pending = await again();
    await browser.fetch(await linkIn(browser, email), { method: "POST" });
    later(browser, 61_000);
    expect((await again()).text).toBe(pending.text);
    expect(await mails(email)).toHaveLength(1);
  });

  it("works without JavaScript; looking at the page, or loading it again, sends nothing", async () => {
    const { browser, email, action } = await ask();
    later(browser, 61_000);
    const answer = await postPlain(browser, action, {});
    expect(answer.status).toBe(303);
    const page = await browser.fetch(new URL(answer.headers.get("location")!, browser.stack.base).href);
    expect(page.text).toMatch(/If there is something left to confirm/);
    expect(await mails(email)).toHaveLength(2);
  });

  it("is for who holds the button: other tokens and forged ones are refused, and it confirms nothing", async () => {
    const { browser, email, action } = await ask();
    const token = action.split("/").at(-1)!;
    const confirm = (await linkIn(browser, email)).split("/").at(-1)!;
    for (const wrong of [confirm, `${token.slice(0, -4)}AAAA`, "x"])
      expect((await browser.post(`/form/resend/${wrong}`, {})).status).toBe(410);
    expect((await browser.fetch(`/confirm/${token}`, { method: "POST" })).status).toBe(410);
    later(browser, 8 * 86_400_000);
    const late = await browser.post(action, {});
    expect(late.json.error.code).toBe("token_expired");
  });
});

describe("a network", () => {
  it("makes us ask so many addresses in an hour, and no more", async () => {
    const emails = [...Array(5)].map(() => freshEmail("victim"));
    for (const email of emails) {
      const browser = own.browser();
      browser.headers["x-fodspor-ip"] = `198.51.100.${1 + emails.indexOf(email)}`;
      expect((await browser.submit({ email }, "paper")).status).toBe(200);
      await until(
        () => mails(email),
        ([mail]) => mail?.["network"] === "198.51.100.0" && (mail["status"] === "sent" || mail["reason"] !== null),
      );
    }
    const statuses = await Promise.all(emails.map(async (email) => (await mails(email))[0]!["status"]));
    expect(statuses.filter((status) => status === "sent")).toHaveLength(3);
  });
});

describe("what is promised", () => {
  it("is mailed once a day, however often somebody who has confirmed asks for it", async () => {
    const browser = own.browser();
    await browser.read("/");
    const email = freshEmail();
    await browser.submit({ email }, "paper");
    await browser.fetch(await linkIn(browser, email), { method: "POST" });
    expect(await mails(email, "delivery")).toHaveLength(1);
    for (let i = 0; i < 3; i++) {
      const again = await browser.submit({ company: "Acme" }, "paper");
      expect(again.json).toMatchObject({ status: "confirmed", html: expect.stringContaining("/paper.html") });
    }
    expect(await mails(email, "delivery")).toHaveLength(1);
    later(browser, 86_400_000);
    await browser.submit({ company: "Acme" }, "paper");
    expect(await mails(email, "delivery")).toHaveLength(2);
  });
});

describe("an address that looks like a slip", () => {
  it("is asked about once, in the form and without JavaScript, and taken if it is meant", async () => {
    const browser = own.browser();
    const email = `${randomUUID().slice(0, 8)}@gmial.com`;
    const hidden = hiddenOf((await browser.fetch("/form/paper")).text);
    const asked = await browser.post("/form/paper", { ...hidden, email });
    expect([asked.status, asked.json.error.code]).toEqual([422, "invalid_fields"]);
    const meant = email.replace("gmial", "gmail");
    expect(asked.json.error.details).toEqual([
      { field: "email", message: expect.stringContaining(meant), suggestion: meant },
    ]);
    const page = await postPlain(browser, "/form/paper", { ...hidden, email, firstName: "Anna" });
    expect(page.status).toBe(422);
    expect(page.text).toContain('value="Anna"');
    expect(page.text).toContain("send it once more");
    const sure = /name="sure" value="([^"]+)"/.exec(page.text)![1]!;
    expect(sure).toBe(email);
    expect((await browser.post("/form/paper", { ...hidden, email: `x${email}`, sure })).status).toBe(422);
    expect((await postPlain(browser, "/form/paper", { ...hidden, email, sure })).status).toBe(200);
    expect(await mails(email)).toHaveLength(1);
  });
});

describe("not me", () => {
  const known = async () => {
    const browser = own.browser();
    await browser.read("/pricing/");
    const email = freshEmail("first");
    await browser.submit({ email, firstName: "Anna" }, "paper");
    const { text } = await browser.fetch("/form/paper");
    expect(text).toContain("f•••@a•••.example");
    expect(text).not.toContain(email);
    return { browser, email };
  };

  it("makes the browser a new person's, with the choice that was made, and leaves the other alone", async () => {
    const { browser, email } = await known();
    const answer = await browser.post("/form/paper/not-me", {});
    expect(answer.json.html).toContain('name="email"');
    expect(answer.json.html).not.toContain("•");
    const other = freshEmail("second");
    await browser.submit({ email: other }, "paper");
    const { json } = await until(
      () => browser.api(`/profiles?email=${email}`),
      (answer) => answer.json.profiles[0].views === 1,
    );
    const [one] = json.profiles;
    const two = (await browser.api(`/profiles?email=${other}`)).json.profiles[0];
    expect(two.id).not.toBe(one.id);
    expect(one.traits.firstName).toBe("Anna");
    expect(two.views).toBe(0);
    await browser.read("/terms/");
    await until(
      () => browser.api(`/profiles/${two.id}`),
      (later) => later.json.views === 1,
    );
  });

  it("without JavaScript leads back to the page, and to no other website", async () => {
    const { browser } = await known();
    const page = `${browser.stack.demoUrl}/white-paper/`;
    const back = (referer: string) => postPlain(browser, "/form/paper/not-me", {}, { referer });
    expect((await back(page)).headers.get("location")).toBe(page);
    const elsewhere = await back("https://evil.example/");
    expect(elsewhere.status).toBe(303);
    expect(elsewhere.headers.get("location")).toMatch(/\/form\/paper$/);
    expect((await browser.fetch("/form/paper")).text).toContain('name="email"');
  });

  it("cannot be said by another website", async () => {
    const { browser } = await known();
    const answer = await postPlain(browser, "/form/paper/not-me", {}, { origin: "https://evil.example" });
    expect(answer.status).toBe(403);
    expect((await browser.fetch("/form/paper")).text).not.toContain('name="email"');
  });
});
