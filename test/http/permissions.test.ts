import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { current, fateOf, ledgerOf, linkIn, mailsOf, send, subscribe } from "../support/permitted.ts";
import { runImport, tempFolder } from "../support/import.ts";

const DAY = 86_400_000;

/** A browser in the United States, where the example's playbook takes one yes for an answer. */
function american(): Browser {
  const browser = new Browser();
  browser.headers = { "x-fodspor-cf": JSON.stringify({ country: "US" }), "x-fodspor-ip": "192.0.2.9" };
  return browser;
}

/** Tells of somebody by the server's API. */
async function identify(email: string): Promise<void> {
  const { base, writeKey } = inject("stack");
  const answer = await fetch(`${base}/v1/identify`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, "content-type": "application/json" },
    body: JSON.stringify({ userId: randomUUID(), traits: { email, firstName: "Ida" } }),
  });
  expect(answer.status).toBe(200);
  await until(
    () => rows("SELECT id FROM profiles WHERE email = ?", email),
    (found) => found.length > 0,
  );
}

async function imported(email: string, status: string, at: string): Promise<void> {
  const folder = await tempFolder();
  const head =
    "email,permission.newsletter.status,permission.newsletter.at,permission.newsletter.source,permission.newsletter.text";
  const file = await folder.write("people.csv", `${head}\n${email},${status},${at},fair,"I want the letter"\n`);
  const { code, out, err } = await runImport("people", file);
  expect([code, out + err]).toEqual([0, expect.any(String)]);
}

const suppress = (email: string, more: Record<string, string> = {}) =>
  new Browser().api("/suppressions", {
    method: "POST",
    body: JSON.stringify({ email, ...more }),
    headers: { "content-type": "application/json" },
  });

describe("nothing is sent without a permission", () => {
  it("to whom a form has asked and who has not answered, only then to whom has", async () => {
    const email = freshEmail();
    const browser = new Browser();
    await browser.submit({ email, "permission.newsletter": "yes" }, "newsletter");
    const [mail] = await mailsOf(email, "confirmation", 1);
    expect(await fateOf(email)).toMatch(/pending/);
    await browser.fetch(linkIn(mail!, "/confirm/"), { method: "POST" });
    expect(await fateOf(email)).toBe("sent");
  });

  it("to whom the server's API has told of", async () => {
    const email = freshEmail();
    await identify(email);
    expect(await fateOf(email)).toMatch(/unknown/);
  });

  it("to whom a list says no of, or says no more than that it asked", async () => {
    for (const status of ["withdrawn", "pending"]) {
      const email = freshEmail();
      await imported(email, status, "2026-01-05");
      expect(await fateOf(email)).toMatch(status);
    }
  });

  it("but to whom a list proves a yes of, unless the address is suppressed since", async () => {
    const [email, other] = [freshEmail(), freshEmail()];
    await imported(email, "confirmed", "2026-01-05");
    expect(await fateOf(email)).toBe("sent");
    await suppress(other, { reason: "complained" });
    await imported(other, "confirmed", "2026-01-05");
    expect(await fateOf(other)).toMatch(/suppressed \(complained\)/);
    expect(await current(other)).toEqual({ newsletter: "withdrawn" });
  });

  it("to an address suppressed by hand, until that is lifted", async () => {
    const email = freshEmail();
    await subscribe(email);
    const { json } = await suppress(email.toUpperCase());
    expect(json).toMatchObject({ topic: "*", reason: "manual", hash: expect.not.stringContaining("@") });
    expect(await fateOf(email)).toMatch(/suppressed \(manual\)/);
    const listed = await new Browser().api(`/suppressions?email=${email}`);
    expect(listed.json.suppressions).toEqual([json]);
    expect((await new Browser().api("/suppressions?limit=200")).text).not.toContain("@");
    const lifted = await new Browser().api(`/suppressions?email=${email}`, { method: "DELETE" });
    expect(lifted.json).toEqual({ lifted: 1 });
    expect(await fateOf(email)).toBe("sent");
  });
});

describe("where one yes is enough by law", () => {
  it("a form permits at once and delivers, with its proof, but proves no address", async () => {
    const email = freshEmail("us");
    const answer = await american().submit({ email, firstName: "Amy" }, "newsletter");
    expect(answer.json.status).toBe("confirmed");
    expect(await ledgerOf(email)).toEqual(["newsletter confirmed single"]);
    expect(await fateOf(email)).toBe("sent");
    const [person] = await rows("SELECT email_confirmed_at FROM profiles WHERE email = ?", email);
    expect(person!["email_confirmed_at"]).toBeNull();
  });

  it("somebody else's box never undoes what the owner of the address has withdrawn", async () => {
    const email = freshEmail("us");
    await american().submit({ email }, "newsletter");
    expect(await fateOf(email)).toBe("sent");
    const [mail] = await mailsOf(email, "marketing", 1);
    await new Browser().fetch(linkIn(mail!, "/unsubscribe/"), { method: "POST" });
    const answer = await american().submit({ email }, "newsletter");
    expect(answer.json.status).toBe("pending");
    expect((await ledgerOf(email)).at(-1)).toBe("newsletter pending ");
    expect(await fateOf(email)).not.toBe("sent");
  });
});

describe("POST /api/messages", () => {
  it("sends a mail once, however often it is told, and never another by the same id", async () => {
    const email = freshEmail();
    await subscribe(email);
    const id = randomUUID();
    expect((await send({ id, email })).json).toMatchObject({ id, status: "queued", reason: null });
    await mailsOf(email, "marketing", 1);
    expect((await send({ id, email })).json).toMatchObject({ id, status: "sent" });
    expect((await send({ id, email, template: "welcome-proof" })).status).toBe(409);
    expect(await mailsOf(email, "marketing", 1)).toHaveLength(1);
  });

  it("finds somebody by their id", async () => {
    const email = freshEmail();
    await subscribe(email);
    const [person] = (await new Browser().api(`/profiles?email=${email}`)).json.profiles;
    expect((await send({ profile: person.id })).status).toBe(200);
    await mailsOf(email, "marketing", 1);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ["nobody", { email: "nobody@nowhere.example" }, 404, "nobody"],
    ["a profile that is not there", { profile: randomUUID() }, 404, "nobody"],
    ["neither", {}, 400, "email"],
    ["both", { email: "a@b.example", profile: randomUUID() }, 400, "email"],
    ["a mail that is not there", { email: "a@b.example", template: "nothing" }, 400, "no e-mail"],
    ["a mail that belongs to a form", { email: "a@b.example", template: "whitepaper-confirm" }, 400, "form"],
  ])("refuses %s", async (_, body, status, word) => {
    const answer = await send(body);
    expect([answer.status, answer.json.error.message]).toEqual([status, expect.stringContaining(word)]);
  });
});

describe("the confirmation link", () => {
  async function asked() {
    const email = freshEmail();
    const browser = new Browser();
    browser.headers = { "user-agent": "Form/1", "x-fodspor-ip": "203.0.113.77" };
    await browser.submit({ email, "permission.newsletter": "yes" }, "whitepaper");
    const [mail] = await mailsOf(email, "confirmation", 1);
    return { email, mail: mail!, link: linkIn(mail!, "/confirm/") };
  }
  const reader = (now = new Date()): Browser => {
    const browser = new Browser(now);
    browser.headers = { "user-agent": "Mail/1", "x-fodspor-ip": "198.51.100.9" };
    return browser;
  };

  it("confirms all that was asked by one click, and keeps who pressed in which mail", async () => {
    const { email, link, mail } = await asked();
    await reader().fetch(link, { method: "POST" });
    expect((await ledgerOf(email)).slice(2)).toEqual(["white-paper confirmed double", "newsletter confirmed double"]);
    const { permissions } = (await new Browser().api(`/permissions?email=${email}`)).json;
    expect(permissions[0].evidence).toMatchObject({
      how: "double",
      message: mail.id,
      ip: "198.51.100.0",
      userAgent: "Mail/1",
      form: "whitepaper",
      text: expect.stringMatching(/\w{4}/),
      hash: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(permissions.at(-1).evidence).toMatchObject({ ip: "203.0.113.0", userAgent: "Form/1" });
  });

  it("opened again says so and hands out what was promised, and changes nothing", async () => {
    const { email, link } = await asked();
    await reader().fetch(link, { method: "POST" });
    const before = await ledgerOf(email);
    for (const method of ["GET", "POST"]) {
      const again = await reader().fetch(link, { method });
      expect(again.status).toBe(200);
      expect(again.text).toContain("Already confirmed");
      expect(again.text).not.toContain("<button");
      expect(again.text).toMatch(/class="button" href="http/);
    }
    expect(await ledgerOf(email)).toEqual(before);
  });

  it("is of no use once its time is over, and tells how to come by another", async () => {
    const { email, link } = await asked();
    const late = reader(new Date(Date.now() + 7 * DAY + 60_000));
    for (const method of ["GET", "POST"]) {
      const answer = await late.fetch(link, { method });
      expect(answer.status).toBe(410);
      expect(answer.text).toMatch(/expired.*href="[^"]*\/form\/whitepaper/s);
    }
    expect(await current(email)).toMatchObject({ newsletter: "pending" });
  });

  it("gives nothing back that was taken back since", async () => {
    const { email, link } = await asked();
    await reader().fetch(link, { method: "POST" });
    expect(await fateOf(email)).toBe("sent");
    const [mail] = await mailsOf(email, "marketing", 1);
    const every = { method: "POST", body: new URLSearchParams({ every: "yes" }) };
    await fetch(linkIn(mail!, "/unsubscribe/"), every);
    const answer = await reader().fetch(link, { method: "POST" });
    expect([answer.status, answer.text]).toEqual([410, expect.stringContaining("has been used")]);
    expect(await current(email)).toMatchObject({ newsletter: "withdrawn" });
  });
});

describe("the evidence about one person", () => {
  it("has every row with all that proves it, as JSON and as a page to print in English and Danish", async () => {
    const email = freshEmail("proof");
    const browser = await subscribe(email);
    const [person] = (await browser.api(`/profiles?email=${email}`)).json.profiles;
    const path = `/profiles/${person.id}/permissions/evidence`;
    const { json } = await browser.api(path);
    expect(json).toMatchObject({ person: { id: person.id, email }, current: { newsletter: "confirmed" } });
    expect(Date.parse(json.generatedAt)).toBeGreaterThan(0);
    const [asked, given] = json.permissions;
    expect([asked.status, given.status]).toEqual(["pending", "confirmed"]);
    expect(given.mail).toMatchObject({ id: given.evidence.message, sentAt: expect.stringContaining("T") });
    expect(given.evidence.hash).toBe(asked.evidence.hash);

    const page = await browser.api(`${path}.html?locale=en`);
    for (const part of [email, asked.evidence.hash, given.evidence.message, "Proof of permissions", "double opt-in"])
      expect(page.text).toContain(part);
    expect(page.text).not.toMatch(/<script|<link|<img|https?:\/\/[^<]*\.css/);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await browser.api(`${path}.html?locale=da`)).text).toContain("Bevis for tilladelser");
    expect((await browser.fetch(`/api${path}.html`)).status).toBe(401);
    expect((await browser.api(`/profiles/${randomUUID()}/permissions/evidence`)).status).toBe(404);
  });
});
