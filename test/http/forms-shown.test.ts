import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, freshEmail } from "../support/client.ts";
import { type FormsStack, formsStack, hiddenOf, postPlain, survey } from "../support/forms-stack.ts";
import { inputs } from "../support/sign-up.ts";

let own: FormsStack;

beforeAll(async () => {
  own = await formsStack();
}, 90_000);

afterAll(() => own?.close());

const later = (browser: Browser, ms = 5_000) => (browser.now = new Date(browser.now.getTime() + ms));

const stored = async (email: string) =>
  (await own.rows("SELECT count(*) AS n FROM submissions WHERE email = ?", email))[0]!["n"];

/** By topic, the version and the words that are kept of what was agreed to. */
async function evidence(email: string): Promise<Record<string, string>> {
  const rows = await own.rows("SELECT topic, evidence FROM permissions WHERE email = ?", email);
  const told = rows.map(({ topic, evidence: json }) => [topic, JSON.parse(String(json))]);
  return Object.fromEntries(told.map(([topic, { version, text }]) => [topic, `${version}: ${text}`]));
}

describe("words that somebody agrees to", () => {
  const OLD = { en: "News, monthly.", da: "Nyt hver måned." };
  const NEW = { en: "News, daily.", da: "Nyt hver dag." };
  const PAPER = { en: "We mail you the paper.", da: "Vi sender dig rapporten." };

  const wording = (news: object, paper: object = PAPER, version = "2") =>
    own.publish(({ forms }) => {
      const permissions = [
        { topic: "paper", version: "1", text: paper, box: false },
        { topic: "news", version, text: news },
      ];
      forms["paper"] = { ...(forms["paper"] as object), permissions };
    });

  /** Sees the form in the old words, of which some are others when it is sent. */
  async function shownBefore(news: object, paper?: object, version?: string) {
    await wording(OLD);
    const browser = own.browser();
    const email = freshEmail();
    const hidden = hiddenOf((await browser.fetch("/form/paper")).text);
    await wording(news, paper, version);
    later(browser);
    return { browser, email, hidden };
  }

  it("are shown anew where they have changed since, with what was written and without the tick", async () => {
    const { browser, email, hidden } = await shownBefore(NEW);
    const values = { email, firstName: "Anna", "permission.news": "yes" };
    const told = await browser.post("/form/paper", { ...hidden, ...values });
    expect([told.status, told.json.error.code]).toEqual([422, "form_refused"]);
    expect(told.json.error.message).toMatch(/read it/);
    expect(told.json.html).toContain("News, daily.");
    expect(told.json.html).toContain(`value="${email}"`);
    expect(told.json.html).toContain('value="Anna"');
    expect(told.json.html).not.toMatch(/ checked/);
    expect(await stored(email)).toBe(0);
    // The same again, as by a double click, is no yes to the new words.
    expect((await browser.post("/form/paper", { ...hidden, ...values })).status).toBe(422);
    const again = hiddenOf(told.json.html);
    expect(again.submission).toBe(hidden.submission);
    expect((await browser.post("/form/paper", { ...again, ...values })).status).toBe(200);
    expect(await evidence(email)).toEqual({ paper: "1: We mail you the paper.", news: "2: News, daily." });
  });

  it("are shown anew on a page without JavaScript, in the visitor's language", async () => {
    const { browser, email, hidden } = await shownBefore(OLD, { en: "Other.", da: "Noget andet." });
    const danish = hiddenOf((await browser.fetch("/form/paper?locale=da")).text);
    await wording(NEW);
    const values = { email, locale: "da", "permission.news": "yes" };
    const page = await postPlain(browser, "/form/paper", { ...danish, ...values });
    expect(page.status).toBe(422);
    expect(page.text).toMatch(/Ordene, du siger ja til, er lavet om/);
    expect(page.text).toContain("Nyt hver dag.");
    expect(page.text).not.toMatch(/ checked/);
    expect((await postPlain(browser, "/form/paper", { ...hiddenOf(page.text), ...values })).status).toBe(200);
    expect((await evidence(email))["news"]).toBe("2: Nyt hver dag.");
    expect(hidden.submission).not.toBe(danish.submission);
  });

  it.each([
    ["those of sending the form", OLD, { ...PAPER, en: "We mail you ten papers." }, "2"],
    ["their version", OLD, PAPER, "3"],
  ])("count as others where %s changed", async (_, news, paper, version) => {
    const { browser, email, hidden } = await shownBefore(news, paper, version);
    const answer = await browser.post("/form/paper", { ...hidden, email, "permission.news": "yes" });
    expect([answer.status, await stored(email)]).toEqual([422, 0]);
  });

  it("do not matter where they were not agreed to", async () => {
    const { browser, email, hidden } = await shownBefore(NEW);
    expect((await browser.post("/form/paper", { ...hidden, email })).status).toBe(200);
    expect(Object.keys(await evidence(email))).toEqual(["paper"]);
  });

  it("were read in the language they were shown in", async () => {
    await wording(OLD);
    const browser = own.browser();
    const email = freshEmail();
    const hidden = hiddenOf((await browser.fetch("/form/paper?locale=en")).text);
    const answer = await browser.post("/form/paper", { ...hidden, email, locale: "da" });
    expect([answer.status, await stored(email)]).toEqual([422, 0]);
  });

  it("of a box that was not shown are agreed to by nobody", async () => {
    await own.publish(({ forms }) => {
      forms["paper"] = { ...(forms["paper"] as object), ask: 1 };
    });
    const browser = own.browser();
    const email = freshEmail();
    const { text } = await browser.fetch("/form/paper");
    expect(inputs(text)).toEqual(["email"]);
    const answer = await browser.post("/form/paper", { ...hiddenOf(text), email, "permission.news": "yes" });
    expect([answer.status, await stored(email)]).toEqual([422, 0]);
    expect((await browser.post("/form/paper", { ...hiddenOf(answer.json.html), email })).status).toBe(200);
  });

  it("are those in force for whoever brings no ticket", async () => {
    const { browser, email, hidden } = await shownBefore(NEW);
    const { submission } = hidden;
    expect((await browser.post("/form/paper", { submission, email, "permission.news": "yes" })).status).toBe(200);
    expect((await evidence(email))["news"]).toBe("2: News, daily.");
  });
});

describe("what has to be answered", () => {
  const needed = (name: string) => ({ name, type: "text", label: name, required: true });
  const publish = () =>
    own.publish(({ forms }) => {
      forms["staged"] = survey({
        ask: 1,
        fields: [{ name: "email", type: "email", label: "E-mail", required: true }, needed("color"), needed("mood")],
      });
    });

  it("is what was shown, though another form on the page was sent since", async () => {
    await publish();
    const browser = own.browser();
    await browser.read("/");
    const email = freshEmail();
    const { text } = await browser.fetch("/form/staged");
    expect(inputs(text)).toEqual(["email"]);
    expect((await browser.submit({ email }, "paper")).status).toBe(200);
    expect(inputs((await browser.fetch("/form/staged")).text)).toEqual(["color"]);
    const sent = await browser.post("/form/staged", { ...hiddenOf(text), email, url: browser.stack.demoUrl });
    expect([sent.status, sent.text]).toEqual([200, expect.any(String)]);
    const { text: next } = await browser.fetch("/form/staged");
    expect((await browser.post("/form/staged", hiddenOf(next))).json.error.details[0].field).toBe("color");
  });

  it("is asked in a new form where the one on the page has no place for it", async () => {
    await own.publish(() => undefined);
    const browser = own.browser();
    await browser.read("/");
    const email = freshEmail();
    await browser.submit({ email }, "paper");
    const { text } = await browser.fetch("/form/paper");
    expect(inputs(text)).not.toContain("email");
    // Withdrawn, or lost, between showing and sending.
    browser.cookie = null;
    const answer = await browser.post("/form/paper", { ...hiddenOf(text), company: "Acme" });
    expect([answer.status, answer.json.error.code]).toEqual([422, "invalid_fields"]);
    expect(answer.json.error.details[0].field).toBe("email");
    expect(inputs(answer.json.html)).toContain("email");
    expect(answer.json.html).not.toContain("•");
    const again = await browser.post("/form/paper", { ...hiddenOf(answer.json.html), email: freshEmail() });
    expect(again.status).toBe(200);
  });
});

describe("a page that was left open", () => {
  it("gets a new ticket and a new challenge with its refusal, so that sending once more is enough", async () => {
    await own.publish(({ site, forms }) => {
      site["forms"] = { strict: true, challenge: "proof-of-work" };
      forms["survey"] = survey();
    });
    const browser = own.browser();
    const mark = randomUUID();
    const { text } = await browser.fetch("/form/survey");
    later(browser, 8 * 86_400_000);
    const stale = await browser.post("/form/survey", { ...hiddenOf(text), mood: mark });
    expect([stale.status, stale.json.error.code]).toEqual([422, "form_refused"]);
    later(browser);
    const fresh = await browser.post("/form/survey", { ...hiddenOf(stale.json.html), mood: mark });
    expect([fresh.status, fresh.json.error.code]).toEqual([422, "challenge_failed"]);
    expect(fresh.json.html).toContain(`value="${mark}"`);
    const challenge = (html: string): string => /data-challenge="([^"]+)"/.exec(html)![1]!;
    expect(challenge(fresh.json.html)).not.toBe(challenge(text));
  });
});
