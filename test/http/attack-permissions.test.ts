import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { post } from "../support/calls.ts";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { profileOf } from "../support/person.ts";
import { fateOf, linkIn, type Mail, mailsOf } from "../support/permitted.ts";
import { mail, postForm, preferencesPath } from "../support/preferences.ts";

const DAY = 86_400_000;

/** What only its owner may change: all that is decided, sent and kept for an address. */
async function standingOf(email: string): Promise<unknown> {
  const browser = new Browser();
  const { profiles } = (await browser.api(`/profiles?email=${email}`)).json;
  return {
    profiles: profiles.map(({ id, traits, permissions, emailConfirmed }: Record<string, unknown>) => [
      id,
      traits,
      permissions,
      emailConfirmed,
    ]),
    ledger: await rows("SELECT topic, status FROM permissions WHERE email = ? ORDER BY topic, status", email),
    suppressions: (await browser.api(`/suppressions?email=${email}`)).json.suppressions,
    preferences: await rows("SELECT * FROM preferences WHERE email = ?", email),
    messages: await rows("SELECT kind, status FROM messages WHERE email = ? ORDER BY created_at", email),
  };
}

interface Victim {
  browser: Browser;
  email: string;
  id: string;
  delivery: Mail;
  /** The path of every sealed link that somebody gets, by what it is for. */
  links: Record<string, string>;
}

let people = 0;

/** Somebody of a network of their own who has confirmed, with all the links that came of it. */
async function victim(answers: Record<string, unknown> = {}): Promise<Victim> {
  const browser = new Browser();
  browser.headers = { "x-fodspor-ip": `2001:db8:${(++people).toString(16)}::1` };
  const email = freshEmail("victim");
  await browser.read("/white-paper/");
  const sent = await browser.submit({ email, ...answers });
  const [asking] = await mailsOf(email, "confirmation", 1);
  const confirm = linkIn(asking!, "/confirm/");
  expect((await browser.fetch(confirm, { method: "POST" })).status).toBe(200);
  const [delivery] = await mailsOf(email, "delivery", 1);
  const { id } = await profileOf(browser, email, (one) => one.emailConfirmed);
  const links = {
    confirm,
    resend: /action="([^"]*\/form\/resend\/[\w-]+)"/.exec(sent.json.html)![1]!,
    unsubscribe: linkIn(delivery!, "/unsubscribe/"),
    preferences: await preferencesPath(email),
    d: linkIn(delivery!, "/d/"),
  };
  const paths = Object.entries(links).map(([of, link]) => [of, link.replace(browser.stack.base, "")]);
  return { browser, email, id, delivery: delivery!, links: Object.fromEntries(paths) as Record<string, string> };
}

const tokenOf = (link: string): string => link.replace(/^\/(form\/)?\w+\//, "").split("/")[0]!;
const routeOf = (link: string): string => link.slice(0, link.indexOf(tokenOf(link)));

let anna: Victim;
beforeAll(async () => {
  anna = await victim();
});

describe("a sealed link", () => {
  it("opens nothing but what it is for", async () => {
    const before = await standingOf(anna.email);
    const cookie = anna.browser.cookie!.split("=")[1]!;
    const ticket = /name="ticket" value="([^"]+)"/.exec((await anna.browser.fetch("/form/whitepaper")).text)![1]!;
    const tokens = { ...anna.links, cookie: `/cookie/${cookie}`, ticket: `/ticket/${ticket}` };
    const stranger = new Browser();
    for (const [of, link] of Object.entries(tokens)) {
      for (const [to, other] of Object.entries(anna.links)) {
        if (of === to) continue;
        for (const method of ["GET", "POST"]) {
          const answer = await stranger.fetch(routeOf(other) + tokenOf(link), { method });
          expect([of, to, method, answer.status]).toEqual([of, to, method, 410]);
          expect(answer.text).not.toContain(anna.email);
        }
      }
    }
    for (const link of Object.values(anna.links)) {
      stranger.cookie = `fodspor=${tokenOf(link)}`;
      const form = await stranger.fetch("/form/whitepaper");
      expect(form.text).toContain('name="email"');
      expect(form.text).not.toContain("•••");
    }
    expect(await standingOf(anna.email)).toEqual(before);
  });

  it.each(["confirm", "resend", "unsubscribe", "preferences", "d"])(
    "%s that was changed anywhere, cut or lengthened is refused, and changes nothing",
    async (of) => {
      const before = await standingOf(anna.email);
      const [route, token] = [routeOf(anna.links[of]!), tokenOf(anna.links[of]!)];
      const flip = (at: number): string => token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      // The last letter of base64url may hold bits that say nothing.
      const changed = [
        ...[0, 1, 5, 20, 40, token.length - 3].map(flip),
        token.slice(0, -8),
        `${token}AAAA`,
        "A",
        "%00",
      ];
      for (const one of changed) {
        const answer = await new Browser().fetch(route + one, { method: "POST" });
        expect([one, answer.status]).toEqual([one, 410]);
        expect(answer.text).not.toContain(anna.email);
      }
      const long = await new Browser().fetch(route + "A".repeat(5_000), { method: "POST" });
      expect(long.status).toBe(410);
      expect(await standingOf(anna.email)).toEqual(before);
    },
  );

  it("changes nothing by being looked at, by whatever looks", async () => {
    const before = await standingOf(anna.email);
    for (const link of Object.values(anna.links)) {
      for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) {
        const answer = await new Browser().fetch(link, { method });
        expect([link, method, answer.status < 500]).toEqual([link, method, true]);
      }
    }
    expect(await standingOf(anna.email)).toEqual(before);
  });

  it("of before counts no more once it has expired", async () => {
    const bo = await victim();
    const late = new Browser(new Date(Date.now() + 70 * DAY));
    for (const of of ["preferences", "d"])
      expect([of, (await late.fetch(bo.links[of]!, { method: "POST" })).status]).toEqual([of, 410]);
    const asked = freshEmail("late");
    await new Browser().submit({ email: asked });
    const link = /\/confirm\/[\w-]+/.exec(await mail(asked, "confirm"))![0];
    expect((await late.fetch(link, { method: "POST" })).status).toBe(410);
    expect((await new Browser().api(`/permissions?email=${asked}`)).json.current).not.toMatchObject({
      "white-paper": "confirmed",
    });
  });

  it("replayed says the same and does nothing twice", async () => {
    const bo = await victim();
    const { links, email } = bo;
    const before = await standingOf(email);
    const again = await Promise.all(
      Array.from({ length: 5 }, () => new Browser().fetch(links["confirm"]!, { method: "POST" })),
    );
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await standingOf(email)).toEqual(before);
    for (let i = 0; i < 3; i++) await new Browser().fetch(links["unsubscribe"]!, { method: "POST" });
    const withdrawn = await rows("SELECT topic FROM permissions WHERE email = ? AND status = 'withdrawn'", email);
    expect(withdrawn).toHaveLength(1);
    await new Browser().fetch(links["confirm"]!, { method: "POST" });
    const { current } = (await bo.browser.api(`/permissions?email=${email}`)).json;
    expect(current["white-paper"]).toBe("withdrawn");
  });

  it("of somebody else gives their page, and never makes a browser theirs", async () => {
    const mallory = await victim();
    const { cookie } = mallory.browser;
    for (const link of Object.values(anna.links)) await mallory.browser.fetch(link);
    await mallory.browser.fetch(anna.links["confirm"]!, { method: "POST" });
    await mallory.browser.fetch(anna.links["d"]!, { method: "POST" });
    mallory.browser.cookie ??= cookie;
    await mallory.browser.read("/terms/");
    const visitors = async ({ id }: Victim): Promise<string[]> =>
      (await mallory.browser.api(`/profiles/${id}`)).json.visitors;
    expect(await visitors(mallory)).toHaveLength(1);
    expect(await visitors(anna)).not.toContain((await visitors(mallory))[0]);
    const form = await mallory.browser.fetch("/form/whitepaper");
    expect(form.text).not.toContain(anna.email);
  });

  it("of somebody erased is refused or does no harm", async () => {
    const bo = await victim();
    expect((await bo.browser.api(`/profiles/${bo.id}`, { method: "DELETE" })).status).toBe(200);
    const nothing = { profiles: [], ledger: [], preferences: [], messages: [], suppressions: expect.any(Array) };
    for (const of of ["confirm", "preferences"])
      expect([of, (await new Browser().fetch(bo.links[of]!, { method: "POST" })).status]).toEqual([of, 410]);
    for (const of of ["resend", "unsubscribe", "d"]) {
      const answer = await new Browser().fetch(bo.links[of]!, { method: "POST" });
      expect([of, answer.status < 500]).toEqual([of, true]);
    }
    for (const act of ["nothing", "prove", "correct", "export", "erase"])
      await postForm(new Browser(), `${bo.links["preferences"]!}/${act}`, { page: crypto.randomUUID(), as: "json" });
    expect(await standingOf(bo.email)).toEqual(nothing);
    for (const table of ["profiles", "messages", "mailbox", "submissions", "events"])
      expect(JSON.stringify(await rows(`SELECT * FROM ${table}`))).not.toContain(bo.email);
  });
});

describe("what somebody writes of themselves", () => {
  const CRLF = "Eve\r\nBcc: all@acme.example\r\n\r\nHello";
  const LIQUID = "{{ unsubscribe_url }}{% raw %}{{ 1234 | times: 5678 }}{% endraw %}";
  const XSS = `"><img src=x onerror=alert(1)><script>alert(1)</script>`;

  it("ends no header, is no template and no mark-up in a mail", async () => {
    const written = async (firstName: string): Promise<void> => {
      const { email } = await victim({ "permission.newsletter": "yes" });
      const told = await post("/identify", { userId: randomUUID(), traits: { email, firstName } });
      expect(told.status).toBe(200);
      await profileOf(new Browser(), email, (one) => one.traits.firstName !== undefined);
      expect(await fateOf(email)).toBe("sent");
      const [{ subject, html, text }] = (await mailsOf(email, "marketing", 1)) as [Mail];
      expect(subject).not.toMatch(/[\r\n]/);
      expect(html).not.toMatch(/<script|<img src=x/);
      expect(subject + text).not.toContain("7006652");
    };
    await Promise.all([CRLF, LIQUID, XSS].map(written));
    const refused = await new Browser().submit({ email: freshEmail(), firstName: CRLF });
    expect([refused.status, refused.json.error.code]).toEqual([422, "invalid_fields"]);
  });

  it("is text on every page of the dashboard and of its owner", async () => {
    const { browser, email, id, links } = await victim({ firstName: XSS, company: XSS });
    await browser.submit({ email, message: `${XSS} and more words` }, "contact");
    const form = new URLSearchParams({ token: inject("stack").adminToken });
    const login = await fetch(`${browser.stack.base}/admin/login`, {
      method: "POST",
      body: form,
      redirect: "manual",
      headers: { origin: browser.stack.url },
    });
    const cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const pages = [
      `/people/${id}`,
      "/people",
      "/messages",
      "/permissions",
      "/forms",
      "/forms/contact",
      "/forms/whitepaper",
      "/companies",
      "/rights",
      "/leads",
    ];
    let seen = 0;
    for (const page of pages) {
      const answer = await fetch(`${browser.stack.base}/admin${page}`, { headers: { cookie } });
      const html = await answer.text();
      if (answer.status !== 200) expect([page, answer.status]).toEqual([page, 404]);
      expect([page, /<img src=x|<script>alert/.test(html)]).toEqual([page, false]);
      if (html.includes("onerror=alert")) seen++;
    }
    expect(seen).toBeGreaterThan(0);
    const own = await new Browser().fetch(links["preferences"]!);
    expect(own.text).toContain("onerror=alert");
    expect(own.text).not.toMatch(/<img src=x|<script>alert/);
    expect(own.headers.get("content-security-policy")).toMatch(/script-src|default-src 'none'/);
  });

  it("runs in no spreadsheet: every export puts a ' before what begins like a formula", async () => {
    const formulas = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1"];
    const people = await Promise.all(formulas.map((firstName) => victim({ firstName, company: `${firstName} Ltd` })));
    const { browser } = people[0]!;
    const segment = (await browser.api("/segments")).json.segments;
    const files = [
      ...people.map(({ id }) => `/profiles/${id}/export?format=csv`),
      "/submissions.csv?form=whitepaper",
      ...segment.map(({ name }: { name: string }) => `/segments/${name}/export?format=csv`),
    ];
    for (const file of files) {
      const { status, text } = await browser.api(file);
      expect([file, status]).toEqual([file, 200]);
      for (const cell of cellsOf(text))
        expect([file, cell, /^[\s]*[=+@-](?!\d+(\.\d+)?$)/.test(cell)]).toEqual([file, cell, false]);
    }
  });
});

/** The cells of a CSV text (RFC 4180). */
function cellsOf(text: string): string[] {
  const found = text.replace(/^\uFEFF/, "").matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r?\n|$)/g);
  return [...found].map(([, cell]) => (cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!));
}

it("a preference link that was asked for comes by mail only, whoever asks", async () => {
  const answers = await Promise.all(
    [anna.email, freshEmail("nobody")].map((email) => postForm(new Browser(), "/preferences", { email, locale: "en" })),
  );
  const [known, unknown] = answers.map(({ status, text }) => [status, text.replaceAll(/[\w.-]+@acme\.example/g, "")]);
  expect(known).toEqual(unknown);
  expect(answers[0]!.text).not.toContain("/preferences/");
  await until(
    () => rows("SELECT count(*) AS n FROM messages WHERE email LIKE 'nobody.%' AND kind = 'service'"),
    ([row]) => row!["n"] === 0,
  );
});
