import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { profileOfAnonymous, profileOfUser } from "../../worker/profiles/person.ts";
import { type Answer, Browser, DENIED, freshEmail, GRANTED, rows, until } from "../support/client.ts";
import { type Fields, KEY, post, profileOf, stored, track } from "../support/calls.ts";

describe("what is stored", () => {
  it("once, however often it is sent: the first stays", async () => {
    const first = track({ messageId: "m-1 of " + randomUUID() });
    const untold = track({ event: "Without id", userId: first["userId"], timestamp: new Date().toISOString() });
    const uuid = randomUUID();
    for (const event of ["Tried", "Tried anew"]) {
      await post("/track", { ...first, event, sentAt: new Date().toISOString() });
      await post("/track", { ...untold, sentAt: new Date().toISOString() });
      await post("/page", { userId: first["userId"], messageId: uuid.toUpperCase(), name: event });
    }
    await post("/track", { ...first, messageId: randomUUID(), event: "Last" });
    const kept = await stored(profileOf(first), 4);
    expect(kept.map(({ name }) => String(name)).toSorted()).toEqual(["Last", "Tried", "Tried", "Without id"]);
    expect(kept.map(({ id }) => id)).toContain(uuid);
  });

  it("at the time it happened: the sender's clock corrected, history as it is told, nothing from the future", async () => {
    const { userId } = track();
    const at = async (event: string, times: Fields): Promise<Answer> =>
      post("/track", track({ userId, event, ...times }));
    const iso = (ms: number): string => new Date(ms).toISOString();
    const now = Date.now();
    const HOUR = 3_600_000;
    await at("an hour slow", { originalTimestamp: iso(now - HOUR - 60_000), sentAt: iso(now - HOUR) });
    await at("two hours fast", { timestamp: iso(now + 2 * HOUR - 120_000), sentAt: iso(now + 2 * HOUR) });
    await at("a year ago", { timestamp: iso(now - 365 * 86_400_000) });
    await at("a file of last month", { timestamp: iso(now - 40 * 86_400_000), sentAt: iso(now - 30 * 86_400_000) });
    await at("a minute ahead", { timestamp: iso(now + 60_000) });
    await at("untold", {});
    expect((await at("tomorrow", { timestamp: iso(now + 12 * HOUR) })).json.error.code).toBe("event_in_future");
    expect((await at("long ago", { timestamp: "1999-12-31T23:59:59Z" })).json.error.code).toBe("event_too_old");
    expect((await at("sometime", { timestamp: "sometime" })).json.error.code).toBe("invalid_event");
    const ages = Object.fromEntries(
      (await stored(profileOfUser(String(userId)), 6)).map(({ name, at: when }) => [name, now - Number(when)]),
    );
    const expected = {
      "an hour slow": 60_000,
      "two hours fast": 120_000,
      "a year ago": 365 * 86_400_000,
      "a file of last month": 40 * 86_400_000,
      "a minute ahead": 0,
      untold: 0,
    };
    expect(Object.keys(ages).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [name, age] of Object.entries(expected)) expect(Math.abs(ages[name]! - age), name).toBeLessThan(10_000);
  });

  it("with what the context tells of the person, and nothing of the server that called", async () => {
    const call = track({
      context: {
        ip: "203.0.113.9",
        userAgent:
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
        locale: "da_DK",
        timezone: "Europe/Copenhagen",
        location: { country: "dk", city: "Aarhus" },
        campaign: { name: "peak", source: "newsletter" },
        page: {
          url: "https://shop.example/pricing/?email=a@b.example",
          title: "Prices",
          referrer: "https://www.bing.com/",
        },
      },
    });
    await post("/track", call, { ...KEY, "user-agent": "analytics-node/1", "accept-language": "fr" });
    const [event] = await stored(profileOf(call), 1);
    expect(JSON.parse(String(event!["data"]))).toEqual({
      properties: {},
      place: { country: "DK", city: "Aarhus", timeZone: "Europe/Copenhagen" },
      device: { type: "mobile", browser: "Mobile Safari", os: "iOS" },
      language: "da-DK",
      campaign: { name: "peak", source: "newsletter" },
      page: {
        url: "https://shop.example/pricing/",
        path: "/pricing/",
        title: "Prices",
        class: "pricing",
        topics: expect.anything(),
      },
      referrer: { host: "www.bing.com", class: "search" },
    });
  });

  it("clean: invalid UTF-8, halves of characters, NUL, and names that JavaScript knows", async () => {
    const userId = randomUUID();
    const text = `{"userId":"${userId}","event":"a\\u0000b\\ud800","properties":{"__proto__":{"isAdmin":true},"constructor":"c","\\u0000k":1,"v":"X"},"context":{"__proto__":{"ip":"203.0.113.9"}}}`;
    const [before, after] = text.split("X");
    const body = Buffer.concat([Buffer.from(before!), Buffer.from([0xff, 0xfe]), Buffer.from(after!)]);
    expect((await post("/track", body)).json).toEqual({ success: true });
    const [event] = await stored(profileOfUser(userId), 1);
    expect(event!["name"]).toBe("ab\ufffd");
    expect(JSON.parse(String(event!["data"])).properties).toEqual({ constructor: "c", k: 1, v: "\ufffd\ufffd" });
  });
});

describe("who it is", () => {
  it("pages of an anonymous id make visits, and who says who it was takes them along", async () => {
    const [anonymousId, userId] = [randomUUID(), randomUUID()];
    for (const path of ["/", "/pricing/"]) await post("/page", { anonymousId, properties: { path } });
    const browser = new Browser();
    const visits = () => browser.api(`/profiles/${profileOfAnonymous(anonymousId)}`);
    const { json } = await until(visits, (answer) => answer.json?.views === 2);
    expect(json).toMatchObject({ visits: 1, visitors: [profileOfAnonymous(anonymousId)], email: null });
    const email = freshEmail("server");
    await post("/track", { userId, anonymousId, event: "Bought", context: { traits: { email } } });
    const { json: person } = await until(visits, (answer) => answer.json?.email === email);
    expect(person).toMatchObject({ id: profileOfUser(userId), views: 2, visits: 1, emailConfirmed: true });
  });

  it("the value of the browser's cookie means that browser", async () => {
    const browser = new Browser();
    await browser.read("/", "/pricing/");
    const cookie = browser.cookie!.split("=")[1]!;
    const email = freshEmail("joined");
    await post("/page", { anonymousId: cookie, properties: { path: "/blog/" } });
    expect((await post("/identify", { anonymousId: cookie, userId: `u ${email}`, traits: { email } })).status).toBe(
      200,
    );
    const found = () => browser.api(`/profiles?email=${email}`);
    const { json } = await until(found, (answer) => answer.json?.profiles?.[0]?.views === 3);
    expect(json.profiles[0]).toMatchObject({ visits: 1, visitors: [expect.any(String)], consent: GRANTED });

    const broken = `${cookie.slice(0, -4)}AAAA`;
    expect((await post("/track", { anonymousId: broken, event: "E" })).json.error.message).toContain("anonymousId");
    expect((await post("/track", { anonymousId: broken, userId: "u", event: "E" })).status).toBe(200);
  });

  it("an alias takes the browser's cookie for what the person was before", async () => {
    const browser = new Browser();
    await browser.read("/", "/pricing/");
    const cookie = browser.cookie!.split("=")[1]!;
    const userId = randomUUID();
    expect((await post("/alias", { userId, previousId: cookie })).json).toEqual({ success: true });
    const { json } = await until(
      () => browser.api(`/profiles/${profileOfUser(userId)}`),
      (answer) => answer.json?.views === 2,
    );
    expect(json).toMatchObject({ visits: 1, visitors: [expect.any(String)] });
    const broken = `${cookie.slice(0, -4)}AAAA`;
    for (const previousId of [broken, "x".repeat(201)]) {
      const answer = await post("/alias", { userId, previousId });
      expect([answer.status, answer.json.error.code]).toEqual([400, "invalid_event"]);
      expect(answer.json.error.message).toContain("previousId");
    }
  });

  it("a user id that is an address, and an address in other letters, are that address's person", async () => {
    const email = freshEmail("ærø").replace("ærø", "aeroe");
    await post("/identify", { userId: email.toUpperCase(), traits: { firstName: "Bo", email: "no address" } });
    await post("/identify", {
      userId: 4_000_000 + Math.floor(Math.random() * 1e6),
      traits: { email, industry: "retail" },
    });
    const { json } = await until(
      () => new Browser().api(`/profiles?email=${email}`),
      (answer) => answer.json?.profiles?.[0]?.traits.industry === "retail",
    );
    expect(json.profiles).toHaveLength(1);
    expect(json.profiles[0].traits).toEqual({ firstName: "Bo", industry: "retail" });
  });
});

describe("a company", () => {
  it("is one, whichever way its domain is written", async () => {
    const calls = ["https://www.ærø.example/", "xn--r-3fa9c.example"].map((domain) => ({
      userId: randomUUID(),
      traits: { company: { domain } },
    }));
    for (const call of calls) await post("/identify", call);
    const companies = () =>
      rows(
        "SELECT company_id, c.domain FROM profiles JOIN companies AS c ON c.id = company_id WHERE profiles.id IN (?, ?)",
        ...calls.map(profileOf),
      );
    const found = await until(companies, (all) => all.length === 2);
    expect(new Set(found.map(({ company_id: id }) => id)).size).toBe(1);
    expect(found[0]!["domain"]).toBe("ærø.example");
  });
});

describe("consent", () => {
  it("a call that tells a no is not kept, and that is no error", async () => {
    const no = { context: { consent: { categoryPreferences: { Analytics: false, marketing: true } } } };
    const yes = { context: { consent: { categoryPreferences: { ANALYTICS: true } } } };
    const call = track(no);
    const answer = await post("/track", call);
    expect([answer.status, answer.json.refused[0].code]).toEqual([200, "no_consent"]);
    expect((await post("/batch", { batch: [call] })).json).toMatchObject({ success: true, accepted: 0 });
    await post("/batch", {
      batch: [
        { ...call, event: "Refused" },
        { ...call, ...yes, event: "Allowed" },
      ],
    });
    expect((await stored(profileOf(call), 1)).map(({ name }) => name)).toEqual(["Allowed"]);
  });

  it("where it tells nothing, what the person chose last decides on what they do", async () => {
    const browser = new Browser();
    await browser.read("/");
    const userId = randomUUID();
    await post("/identify", { userId, anonymousId: browser.cookie!.split("=")[1] });
    await post("/track", track({ userId, event: "Before" }));
    await stored(profileOfUser(userId), 4);
    browser.now = new Date(Date.now() + 1_000);
    const cookie = browser.cookie!.split("=")[1];
    await browser.batch([browser.event("page_view", "/")], { consent: DENIED });
    await until(
      () => browser.api(`/profiles/${profileOfUser(userId)}`),
      ({ json }) => json?.consent.analytics === false,
    );
    await post("/batch", {
      batch: [
        track({ userId, event: "After" }),
        { type: "page", anonymousId: cookie, name: "After" },
        { type: "group", userId, groupId: "g" },
        track({ userId, event: "Asked", context: { consent: { categoryPreferences: { analytics: true } } } }),
      ],
    });
    await until(
      () => rows("SELECT type, name FROM events WHERE profile_id = ?", profileOfUser(userId)),
      (found) => found.some(({ name }) => name === "Asked"),
    );
    const kept = await stored(profileOfUser(userId), 7);
    expect(kept.map(({ type, name }) => String(name ?? type)).toSorted()).toEqual(
      ["Asked", "Before", "consent", "consent", "group", "identify", "page_view"].toSorted(),
    );
  });
});
