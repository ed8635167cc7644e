import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, DENIED, GRANTED, rows, until } from "../support/client.ts";

const choice = (browser: Browser, more: object = {}) => ({
  id: randomUUID(),
  at: browser.now.toISOString(),
  consent: GRANTED,
  how: "banner",
  version: "2026-11-01",
  locale: "da",
  url: `${browser.stack.demoUrl}/pricing/?mail=a@b.example`,
  ...more,
});

const profileOf = async (browser: Browser): Promise<string> => {
  const view = browser.event("page_view", "/");
  await browser.batch([view]);
  const [row] = await until(
    () => rows("SELECT profile_id FROM events WHERE id = ?", view.id),
    (found) => found.length > 0,
  );
  return String(row!["profile_id"]);
};

describe("a choice", () => {
  it("is kept as evidence: when, what for, about which text, how, and on which page", async () => {
    const browser = new Browser(new Date("2026-11-20T10:00:00Z"));
    await browser.post("/consent", choice(browser, { consent: { ...GRANTED, marketing: false } }));
    const profile = await profileOf(browser);
    const [row] = await rows("SELECT * FROM consents WHERE profile_id = ?", profile);
    expect(row).toMatchObject({
      at: Date.parse("2026-11-20T10:00:00Z"),
      analytics: 1,
      marketing: 0,
      how: "banner",
      version: "2026-11-01",
      locale: "da",
      url: `${browser.stack.demoUrl}/pricing/`,
      gpc: 0,
    });
  });

  it("told again because its answer was lost is one choice of one visitor", async () => {
    const [first, again] = [new Browser(), new Browser()];
    const same = choice(first);
    await first.post("/consent", { ...same, sentAt: first.now.toISOString() });
    await again.post("/consent", { ...same, sentAt: new Date(+again.now - 40).toISOString() });
    const profile = await profileOf(first);
    expect(await profileOf(again)).toBe(profile);
    expect(await rows("SELECT id FROM consents WHERE profile_id = ?", profile)).toHaveLength(1);
  });

  it("keeps its own time, if that can be true", async () => {
    const browser = new Browser();
    const early = new Date(+browser.now - 3_600_000).toISOString();
    await browser.post("/consent", choice(browser, { at: early }));
    const profile = await profileOf(browser);
    const [row] = await rows("SELECT at FROM consents WHERE profile_id = ?", profile);
    expect(row!["at"]).toBe(Date.parse(early));
  });

  it("is counted by day, country and answer, also where nothing may be kept of whoever made it", async () => {
    const browser = new Browser();
    browser.headers = { "x-fodspor-cf": '{"country":"FO"}' };
    const no = choice(browser, { consent: DENIED });
    await browser.post("/consent", no);
    await browser.post("/consent", no);
    await browser.post(
      "/consent",
      choice(browser, { version: "no such text", consent: { ...DENIED, marketing: true } }),
    );
    expect(browser.cookie).toBeNull();
    const counted = await until(
      () => rows("SELECT version, marketing, people FROM choices WHERE country = 'FO' ORDER BY marketing"),
      (found) => found.length === 2,
    );
    expect(counted).toEqual([
      { version: "2026-11-01", marketing: 0, people: 1 },
      { version: "", marketing: 1, people: 1 },
    ]);
  });

  it("of an older time does not undo a newer one", async () => {
    const browser = new Browser();
    await browser.post("/consent", choice(browser));
    const profile = await profileOf(browser);
    const cookie = browser.cookie;
    await browser.post("/consent", choice(browser, { consent: DENIED }));
    // Another tab's yes from before, delivered late.
    browser.cookie = cookie;
    const late = choice(browser, { consent: { ...GRANTED, personalization: false } });
    await browser.post("/consent", { ...late, at: new Date(+browser.now - 60_000).toISOString() });
    const kept = await until(
      () => rows("SELECT id FROM consents WHERE profile_id = ?", profile),
      (found) => found.length === 3,
    );
    expect(kept).toHaveLength(3);
    const { json } = await browser.api(`/profiles/${profile}`);
    expect(json.consent).toEqual(DENIED);
  });
});

describe("a choice that cannot be taken at its word", () => {
  it("of a browser whose clock is wrong holds at the time it was made", async () => {
    const browser = new Browser();
    await browser.read("/pricing/");
    const profile = await profileOf(browser);
    const slow = new Date(+browser.now - 3_600_000).toISOString();
    await browser.post("/consent", choice(browser, { consent: DENIED, at: slow, sentAt: slow }));
    const person = await until(
      () => browser.api(`/profiles/${profile}`),
      ({ json }) => json.consent.analytics === false,
    );
    expect(person.json.consent).toEqual(DENIED);
  });

  it("of a robot makes nobody", async () => {
    const browser = new Browser();
    browser.headers = { "x-fodspor-cf": '{"country":"US","verifiedBotCategory":"Search Engine Crawler"}' };
    const answer = await browser.post("/consent", choice(browser, { how: "region" }));
    expect([answer.status, browser.cookie]).toEqual([200, null]);
  });

  it("told again hours later is somebody else's: its id is no secret", async () => {
    const [owner, thief] = [new Browser(), new Browser(new Date(Date.now() + 2 * 3_600_000))];
    const told = choice(owner);
    await owner.post("/consent", told);
    await thief.post("/consent", told);
    expect(await profileOf(thief)).not.toBe(await profileOf(owner));
  });
});

describe("a choice taken back", () => {
  it("holds against a cookie of before that somebody kept", async () => {
    const browser = new Browser();
    await browser.post("/consent", choice(browser));
    const profile = await profileOf(browser);
    const { cookie } = browser;
    await browser.post("/consent", choice(browser, { consent: DENIED, at: new Date(+browser.now + 1).toISOString() }));
    await until(
      () => browser.api(`/profiles/${profile}`),
      ({ json }) => json.consent.analytics === false,
    );
    browser.cookie = cookie;
    const view = browser.event("page_view", "/pricing/");
    const before = (await browser.api("/stats")).json.events.refused.no_consent ?? 0;
    await browser.batch([view]);
    await until(
      () => browser.api("/stats"),
      ({ json }) => (json.events.refused.no_consent ?? 0) > before,
    );
    expect(await rows("SELECT id FROM events WHERE id = ?", view.id)).toEqual([]);
  });
});

describe("where a visit came from", () => {
  it("is what its first page says, whichever batch the choice before it was settled in", async () => {
    const browser = new Browser();
    await browser.post("/consent", choice(browser));
    await until(
      () => rows("SELECT id FROM consents WHERE at = ?", +browser.now),
      (found) => found.length > 0,
    );
    const landing = browser.event("page_view", "/webinar/?utm_source=news&utm_medium=email", {
      referrer: "https://www.google.com/",
    });
    await browser.batch([landing]);
    await browser.batch([browser.event("page_view", "/pricing/", { referrer: `${browser.stack.demoUrl}/webinar/` })]);
    const profile = await profileOf(browser);
    const [visit] = await rows("SELECT landing, referrer, campaign FROM sessions WHERE profile_id = ?", profile);
    expect(visit).toMatchObject({ landing: "/webinar/", referrer: "search" });
    expect(JSON.parse(String(visit!["campaign"]))).toEqual({ source: "news", medium: "email" });
  });
});

describe("the country", () => {
  const mode = async (country: string, headers: Record<string, string> = {}) => {
    const browser = new Browser();
    browser.headers = { "x-fodspor-cf": JSON.stringify({ country }), ...headers };
    return (await browser.fetch("/consent?locale=en")).json.mode;
  };

  it("decides what holds until somebody chooses, as the playbook says", async () => {
    expect(await mode("DK")).toBe("opt-in");
    expect(await mode("US")).toBe("opt-out");
    expect(await mode("")).toBe("opt-in");
  });

  it("gives way to Global Privacy Control", async () => {
    expect(await mode("US", { "sec-gpc": "1" })).toBe("opt-in");
  });

  it("lets a visit begin without a choice only where the playbook says so", async () => {
    for (const [country, headers, kept] of [
      ["US", {}, true],
      ["DK", {}, false],
      ["US", { "sec-gpc": "1" }, false],
    ] as const) {
      const browser = new Browser();
      browser.headers = { "x-fodspor-cf": JSON.stringify({ country }), ...headers };
      await browser.post("/consent", choice(browser, { how: "region" }));
      expect(browser.cookie !== null).toBe(kept);
    }
  });

  it("does not overrule a visitor who chose: a yes in spite of Global Privacy Control holds, and is told", async () => {
    const browser = new Browser();
    browser.headers = { "sec-gpc": "1" };
    await browser.post("/consent", choice(browser));
    const profile = await profileOf(browser);
    const [row] = await rows("SELECT gpc FROM consents WHERE profile_id = ?", profile);
    expect(row!["gpc"]).toBe(1);
  });
});

describe("a page of another site, whose cookies browsers block", () => {
  const elsewhere = (): Browser => {
    const browser = new Browser();
    browser.headers = { "sec-fetch-site": "cross-site" };
    return browser;
  };

  it("gets its visitor as a token in the answer, and no cookie", async () => {
    const browser = elsewhere();
    const answer = await browser.post("/consent", choice(browser));
    expect(answer.json.token).toMatch(/^[\w-]{100,1200}$/);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it("sends it in the body, and has the same visitor, blocks and forms as with a cookie", async () => {
    const browser = elsewhere();
    let { token } = (await browser.post("/consent", choice(browser))).json;
    const hero = async () =>
      (await browser.post("/b", { names: ["hero"], url: browser.stack.demoUrl, token })).json.hero.variant;
    const before = await hero();
    const views = ["/pricing/", "/terms/", "/pricing/"].map((path) => browser.event("page_view", path));
    for (const view of views) ({ token } = (await browser.batch([view], { token, consent: GRANTED })).json);
    expect(await hero()).not.toBe(before);
    const stored = await until(
      () => rows("SELECT DISTINCT profile_id FROM events WHERE id IN (?, ?, ?)", ...views.map(({ id }) => id)),
      (found) => found.length > 0,
    );
    expect(stored).toHaveLength(1);

    const shown = await browser.post("/form/whitepaper/show", { token, url: browser.stack.demoUrl });
    const submission = /name="submission" value="([^"]+)"/.exec(shown.text)![1];
    const email = `anna.${randomUUID().slice(0, 8)}@acme.example`;
    const answers = { email, firstName: "Anna", company: "Acme", submission, token };
    const sent = await browser.post("/form/whitepaper", answers, { accept: "application/json" });
    expect(sent.json).toMatchObject({ ok: true, token: expect.stringMatching(/^[\w-]+$/) });
    const later = await browser.post("/form/whitepaper/show", { token: sent.json.token });
    expect(later.text).not.toContain('name="email"');
  });

  it("is told to forget it after a no", async () => {
    const browser = elsewhere();
    const { token } = (await browser.post("/consent", choice(browser))).json;
    const answer = await browser.post("/consent", choice(browser, { consent: DENIED, token }));
    expect(answer.json.token).toBeNull();
  });

  it("cannot read out of the answer what the cookie holds", async () => {
    const browser = new Browser();
    await browser.post("/consent", choice(browser));
    const profile = await profileOf(browser);
    const { token } = (await browser.batch([], { token: "", consent: GRANTED })).json;
    browser.cookie = null;
    const view = browser.event("page_view", "/");
    await browser.batch([view], { token });
    const [row] = await until(
      () => rows("SELECT profile_id FROM events WHERE id = ?", view.id),
      (found) => found.length > 0,
    );
    expect(row!["profile_id"]).not.toBe(profile);
  });

  it("with a forged token is nobody, and no error", async () => {
    const browser = elsewhere();
    const forged = await browser.batch([browser.event("page_view", "/")], { token: "x".repeat(300) });
    expect(forged.status).toBe(200);
    expect(forged.json.token).toBeNull();
    expect((await browser.batch([browser.event("page_view", "/")], { token: { a: 1 } })).status).toBe(200);
  });
});
