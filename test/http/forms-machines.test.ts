import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { solveChallenge } from "altcha-lib/v1";
import type { Challenge } from "altcha-lib/v1/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, freshEmail } from "../support/client.ts";
import { type FormsStack, formsStack, hiddenOf, postPlain, survey } from "../support/forms-stack.ts";

let own: FormsStack;
/** Plays Cloudflare's siteverify: what it was asked, and what it answers. */
let verifier: Server;
const asked: Record<string, unknown>[] = [];
let verdict: () => { status: number; body: string } = () => ({ status: 200, body: '{"success":true}' });

beforeAll(async () => {
  verifier = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      asked.push(JSON.parse(text));
      const { status, body } = verdict();
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await new Promise<void>((resolve) => verifier.listen(0, "127.0.0.1", resolve));
  const { port } = verifier.address() as AddressInfo;
  own = await formsStack({ turnstileSecret: "the secret", turnstileUrl: `http://127.0.0.1:${port}/siteverify` });
}, 90_000);

afterAll(async () => {
  await own?.close();
  verifier.close();
});

const rules = (forms: Record<string, unknown>) =>
  own.publish((copy) => {
    copy.site["forms"] = forms;
    copy.forms["survey"] = survey();
  });

const count = async (mark: string) =>
  (await own.rows("SELECT count(*) AS n FROM submissions WHERE answers LIKE '%' || ? || '%'", mark))[0]!["n"];

async function shown(browser: Browser) {
  const { text } = await browser.fetch("/form/survey");
  return { ...hiddenOf(text), text };
}

const later = (browser: Browser, ms: number) => (browser.now = new Date(browser.now.getTime() + ms));

async function solved(html: string): Promise<string> {
  const json = /data-challenge="([^"]+)"/.exec(html)![1]!.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const { algorithm, challenge, salt, signature, maxnumber } = JSON.parse(json) as Challenge;
  const solution = await solveChallenge(challenge, salt, algorithm, maxnumber).promise;
  return btoa(JSON.stringify({ algorithm, challenge, salt, signature, number: solution!.number }));
}

describe("a strict website", () => {
  beforeAll(() => rules({ strict: true }));

  it("refuses what is faster than a person, and takes the same a moment later", async () => {
    const browser = own.browser();
    const mark = randomUUID();
    const hidden = hiddenOf((await shown(browser)).text);
    const early = await browser.post("/form/survey", { ...hidden, mood: mark });
    expect([early.status, early.json.error.code]).toEqual([422, "form_refused"]);
    expect(early.json.error.message).toMatch(/wait a moment/);
    expect(await count(mark)).toBe(0);
    later(browser, 5_000);
    expect((await browser.post("/form/survey", { ...hidden, mood: mark })).status).toBe(200);
    expect(await count(mark)).toBe(1);
  });

  it("refuses a form that it has not shown, or long ago, on a page that keeps what was written", async () => {
    const browser = own.browser();
    const mark = randomUUID();
    const without = await postPlain(browser, "/form/survey", { submission: randomUUID(), mood: mark, locale: "da" });
    expect(without.status).toBe(422);
    expect(without.text).toContain(mark);
    expect(without.text).toMatch(/Send den venligst igen/);
    const hidden = hiddenOf(without.text);
    later(browser, 8 * 86_400_000);
    expect((await browser.post("/form/survey", { ...hidden, mood: mark })).status).toBe(422);
    later(browser, -8 * 86_400_000 + 5_000);
    expect((await postPlain(browser, "/form/survey", { ...hidden, mood: mark })).status).toBe(200);
  });

  it("takes one submission for a ticket, however often it is sent", async () => {
    const browser = own.browser();
    const { text } = await browser.fetch("/form/paper");
    later(browser, 5_000);
    const email = freshEmail();
    const send = (to: string) => browser.post("/form/paper", { ...hiddenOf(text), email: to });
    expect((await Promise.all([send(email), send(email)])).map(({ status }) => status)).toEqual([200, 200]);
    const other = await send(freshEmail());
    expect([other.status, other.json.error.code]).toEqual([410, "token_invalid"]);
    // Days later, too, when other receipts are gone.
    later(browser, 3 * 86_400_000);
    await own.stack.tick(browser.now.getTime());
    expect((await send(freshEmail())).status).toBe(410);
    expect((await send(email)).status).toBe(200);
  });
});

describe("proof of work", () => {
  beforeAll(() => rules({ challenge: "proof-of-work" }));

  it("is asked for, done by a browser in a moment, and good for one submission", async () => {
    const browser = own.browser();
    const mark = randomUUID();
    const { text, ...hidden } = await shown(browser);
    const altcha = await solved(text);
    const send = (more: Record<string, unknown>) =>
      browser.post("/form/survey", { ...hidden, altcha, mood: mark, ...more });
    expect((await send({ altcha: undefined })).json.error.code).toBe("challenge_failed");
    expect((await Promise.all([send({}), send({})])).map(({ status }) => status)).toEqual([200, 200]);
    expect(await count(mark)).toBe(1);
    const replayed = await send({ submission: randomUUID(), ticket: "" });
    expect([replayed.status, replayed.json.error.code]).toEqual([422, "challenge_failed"]);
    expect(replayed.json.error.message).toContain("hello@testby.example");
    expect(await count(mark)).toBe(1);
  });

  it("is not one solution for many addresses", async () => {
    const browser = own.browser();
    const { text } = await browser.fetch("/form/paper");
    const altcha = await solved(text);
    const send = (email: string) => browser.post("/form/paper", { ...hiddenOf(text), altcha, email });
    expect((await send(freshEmail())).status).toBe(200);
    expect((await send(freshEmail())).status).toBe(410);
  });

  it.each([
    ["expired", (solution: string) => solution, 25 * 3_600_000],
    ["forged", (solution: string) => btoa(atob(solution).replace(/"number":\d+/, '"number":1')), 0],
    ["made easier", (solution: string) => btoa(atob(solution).replace("SHA-256", "SHA-1")), 0],
    ["no", () => "what?", 0],
    ["an empty", () => btoa("{}"), 0],
  ])("%s solution is refused", async (_, change, ms) => {
    const browser = own.browser();
    const { text, ...hidden } = await shown(browser);
    const altcha = change(await solved(text));
    later(browser, ms);
    const answer = await browser.post("/form/survey", { ...hidden, altcha, mood: "x" });
    expect([answer.status, answer.json.error.code]).toEqual([422, "challenge_failed"]);
  });

  it("without JavaScript says what to do, and keeps what was written", async () => {
    const browser = own.browser();
    const { text, ...hidden } = await shown(browser);
    expect(text).toMatch(/<noscript>[^<]*<p>[^<]*JavaScript/);
    const mark = randomUUID();
    const answer = await postPlain(browser, "/form/survey", { ...hidden, mood: mark });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(mark);
    expect(answer.text).toContain("hello@testby.example");
  });
});

describe("Turnstile", () => {
  beforeAll(() => rules({ challenge: "turnstile", turnstileKey: "0x4AAA" }));

  const send = async (more: Record<string, unknown> = {}) => {
    const browser = own.browser();
    browser.headers["x-fodspor-ip"] = "203.0.113.9";
    const { text, ...hidden } = await shown(browser);
    expect(text).toContain('data-turnstile="0x4AAA"');
    const mark = randomUUID();
    const answer = await browser.post("/form/survey", {
      ...hidden,
      mood: mark,
      "cf-turnstile-response": "a token",
      ...more,
    });
    return { answer, stored: await count(mark) };
  };

  it("is asked with our secret, and its yes is a yes", async () => {
    verdict = () => ({ status: 200, body: '{"success":true}' });
    const { answer, stored } = await send();
    expect([answer.status, stored]).toEqual([200, 1]);
    expect(asked.at(-1)).toMatchObject({ secret: "the secret", response: "a token", remoteip: "203.0.113.9" });
    expect(answer.text).not.toContain("the secret");
  });

  it("refused, or not asked, takes nothing", async () => {
    verdict = () => ({ status: 200, body: '{"success":false,"error-codes":["timeout-or-duplicate"]}' });
    for (const more of [{}, { "cf-turnstile-response": undefined }, { "cf-turnstile-response": "x".repeat(5_000) }]) {
      const { answer, stored } = await send(more);
      expect([answer.status, answer.json.error.code, stored]).toEqual([422, "challenge_failed", 0]);
    }
  });

  it("out of order takes nothing, and says when to try again", async () => {
    for (const broken of [
      { status: 500, body: "oops" },
      { status: 200, body: "{}" },
    ]) {
      verdict = () => broken;
      const { answer, stored } = await send();
      expect([answer.status, answer.json.error.code, stored]).toEqual([503, "unavailable", 0]);
      expect(answer.json.error.message).toMatch(/in a minute/);
    }
  });
});
