import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { hiddenOf, postPlain } from "../support/forms-stack.ts";

const stored = async (email: string) =>
  (await rows("SELECT count(*) AS n FROM submissions WHERE email = ? OR answers LIKE '%' || ?1 || '%'", email))[0]![
    "n"
  ];

const shownTo = async (browser: Browser) => hiddenOf((await browser.fetch("/form/whitepaper")).text);

describe("the trap", () => {
  it("takes nothing from whoever writes in it, says so, and is empty when the form is shown again", async () => {
    const browser = new Browser();
    const email = freshEmail();
    const hidden = await shownTo(browser);
    const told = await browser.post("/form/whitepaper", { ...hidden, email, homepage: "https://spam.example" });
    expect([told.status, told.json.error.code]).toEqual([422, "form_refused"]);
    const page = await postPlain(browser, "/form/whitepaper", { ...hidden, email, homepage: "spam.example" });
    expect(page.status).toBe(422);
    expect(page.text).toContain(email);
    expect(page.text).not.toContain("spam.example");
    expect(await stored(email)).toBe(0);
    await until(
      () => browser.api("/stats"),
      ({ json }) => json.events.refused.spam >= 2,
    );
    expect((await postPlain(browser, "/form/whitepaper", { ...hiddenOf(page.text), email })).status).toBe(200);
  });
});

describe("tickets", () => {
  it.each([
    ["forged", async (ticket: string) => `${ticket.slice(0, -4)}AAAA`],
    ["truncated", async (ticket: string) => ticket.slice(0, 30)],
    ["of another submission", async () => (await shownTo(new Browser())).ticket],
    ["far too long", async (ticket: string) => ticket.repeat(20).slice(0, 1_900)],
  ])("%s are refused, and nothing is stored", async (_, change) => {
    const browser = new Browser();
    const email = freshEmail();
    const { submission, ticket } = await shownTo(browser);
    const answer = await browser.post("/form/whitepaper", { submission, ticket: await change(ticket), email });
    expect([answer.status, answer.json.error.code]).toEqual([410, "token_invalid"]);
    expect(answer.json.error.message).toMatch(/Load the page again/);
    expect(await stored(email)).toBe(0);
  });

  it("too fast or too old are taken, and too fast is marked", async () => {
    const browser = new Browser();
    const doubts = async (email: string) =>
      (await rows("SELECT doubts FROM submissions WHERE email = ?", email))[0]?.["doubts"];
    const [quick, slow, late] = [freshEmail("quick"), freshEmail("slow"), freshEmail("late")];
    for (const [email, ms] of [
      [quick, 100],
      [slow, 20_000],
      [late, 8 * 86_400_000],
    ] as const) {
      const hidden = await shownTo(browser);
      const then = browser.now;
      browser.now = new Date(then.getTime() + ms);
      expect((await browser.post("/form/whitepaper", { ...hidden, email })).status).toBe(200);
      browser.now = then;
    }
    expect([await doubts(quick), await doubts(slow), await doubts(late)]).toEqual(['["fast"]', "[]", "[]"]);
  });

  it("are no cookies, and cookies no tickets", async () => {
    const browser = new Browser();
    await browser.read("/");
    const { submission } = await shownTo(browser);
    const ticket = browser.cookie!.slice("fodspor=".length);
    expect((await browser.post("/form/whitepaper", { submission, ticket, email: freshEmail() })).status).toBe(410);
  });
});

describe("bodies that are no form's", () => {
  const send = (body: BodyInit, type: string) =>
    new Browser().fetch("/form/whitepaper", { method: "POST", body, headers: { "content-type": type } });
  const submission = randomUUID();
  const deep = (levels: number): string =>
    `{"submission":"${submission}","email":${"[".repeat(levels)}${"]".repeat(levels)}}`;

  it.each([
    ["multipart", () => "--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 400, "invalid_request"],
    ["XML", () => "<a/>", "application/xml", 400, "invalid_json"],
    ["broken JSON", () => "{", "application/json", 400, "invalid_json"],
    ["deep JSON", () => deep(20_000), "application/json", 400, "invalid_request"],
    [
      "an object as an answer",
      () => `{"submission":"${submission}","email":{"toString":1}}`,
      "application/json",
      400,
      "invalid_request",
    ],
    ["65 kB", () => `email=${"a".repeat(65 * 1024)}`, "application/x-www-form-urlencoded", 413, "body_too_large"],
    [
      "201 fields",
      () => JSON.stringify({ submission, ...Object.fromEntries([...Array(201).keys()].map((i) => [`f${i}`, "x"])) }),
      "application/json",
      400,
      "invalid_request",
    ],
    [
      "a submission told twice",
      () => JSON.stringify({ submission: [submission, randomUUID()], email: "a@b.example" }),
      "application/json",
      400,
      "invalid_request",
    ],
  ])("%s: refused clearly", async (_, body, type, status, code) => {
    const answer = await send(body(), type);
    if (type.includes("urlencoded"))
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        status,
        expect.stringContaining("text/html"),
      ]);
    else expect([answer.status, answer.json.error.code]).toEqual([status, code]);
  });

  it("fields that are JavaScript's own are nothing to us", async () => {
    const email = freshEmail();
    const body = `{"submission":"${randomUUID()}","email":"${email}","__proto__":"x","constructor":"y","toString":"z"}`;
    expect((await send(body, "application/json")).status).toBe(200);
    const [row] = await rows("SELECT answers FROM submissions WHERE email = ?", email);
    expect(Object.keys(JSON.parse(String(row!["answers"])))).toEqual(["email"]);
  });
});

describe("what is written", () => {
  const NASTY = `"><img src=x onerror=alert(1)><script>alert(1)</script>{{ site }}'`;

  it("is text wherever it is shown again", async () => {
    const browser = new Browser();
    const fields = [
      "firstName",
      "company",
      "title",
      "employees",
      "industry",
      "postcode",
      "phone",
      "url",
      "locale",
      "sure",
      "permission.newsletter",
      NASTY,
    ];
    const values = Object.fromEntries(fields.map((name) => [name, NASTY]));
    const answer = await postPlain(browser, "/form/whitepaper", { ...values, submission: randomUUID(), email: NASTY });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toMatch(/<img|<script>alert/);
    expect([...answer.headers].join()).not.toContain("onerror");
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it.each([
    "victim@acme.example\r\nBcc: all@acme.example",
    "victim@acme.example\nSubject: Hello",
    "victim@acme.example,second@acme.example",
    "<victim@acme.example>",
    "victim@acme.example%0d%0aBcc: all@acme.example",
    "victim@acme.example\u2028Bcc:x",
    "a@b@acme.example",
    `${"a".repeat(250)}@acme.example`,
  ])("%j is no address, and nobody gets a mail", async (email) => {
    const answer = await new Browser().post("/form/whitepaper", { submission: randomUUID(), email });
    expect([answer.status, answer.json.error.details[0].field]).toEqual([422, "email"]);
  });

  it("never stands in a confirmation mail", async () => {
    const browser = new Browser();
    const email = freshEmail();
    await browser.submit({ email, firstName: "Win money at spam.example", company: "spam.example" });
    const { json } = await until(
      () => browser.api(`/messages?email=${email}`),
      (answer) => answer.json.messages[0]?.status === "sent",
    );
    const { text, html, subject } = json.messages[0];
    expect(text + html + subject).not.toContain("spam.example");
  });
});

it("tells on a page what is wrong, in the language of who sent it without JavaScript", async () => {
  const browser = new Browser();
  browser.headers["accept-language"] = "da";
  const answer = await postPlain(browser, "/form/whitepaper", { submission: randomUUID(), ticket: "forged" });
  expect([answer.status, answer.text]).toEqual([410, expect.stringContaining("Hent siden på ny")]);
});

describe("a page that keeps its address to itself", () => {
  it("may send a form as nobody: its visitor's cookie says nothing there", async () => {
    const browser = new Browser();
    await browser.read("/");
    const before = browser.cookie;
    const email = freshEmail();
    const answer = await postPlain(
      browser,
      "/form/whitepaper",
      { submission: randomUUID(), email },
      { origin: "null" },
    );
    expect(answer.status).toBe(200);
    expect(browser.cookie).toBe(before);
    const { json } = await until(
      () => browser.api(`/profiles?email=${email}`),
      (found) => found.json.profiles.length === 1,
    );
    expect(json.profiles[0].visitors).toEqual([]);
  });

  it("of another website may not", async () => {
    const headers = { origin: "https://evil.example" };
    const answer = await postPlain(
      new Browser(),
      "/form/whitepaper",
      { submission: randomUUID(), email: freshEmail() },
      headers,
    );
    expect(answer.status).toBe(403);
    const json = await new Browser().post("/form/whitepaper", { submission: randomUUID() }, { origin: "null" });
    expect(json.json.error.code).toBe("origin_not_allowed");
  });
});
