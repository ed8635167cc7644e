import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { confirmLink, profileOf, somebody } from "../support/person.ts";

const rightsOf = async (browser: Browser, email: string): Promise<Record<string, unknown>[]> =>
  (await browser.api(`/rights?email=${encodeURIComponent(email)}`)).json.rights;

const erase = async (browser: Browser, id: string): Promise<void> => {
  expect((await browser.api(`/profiles/${id}`, { method: "DELETE" })).status).toBe(200);
};

async function importPeople(browser: Browser, people: object[]): Promise<void> {
  const post = (path: string, body: object) =>
    browser.api(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  const { id } = (await post("/imports", { kind: "people", name: "old.csv" })).json;
  await post(`/imports/${id}/rows`, { from: 0, rows: people });
  expect((await post(`/imports/${id}/finish`, {})).json).toMatchObject({ accepted: people.length, refused: 0 });
}

describe("somebody erased", () => {
  it("starts anew with their old cookie: another visitor, asked everything, shown what strangers see", async () => {
    const { browser, email, id, profile } = await somebody(["/pricing", "/pricing"], { firstName: "Erasma" });
    const hero = async (who: Browser): Promise<string> => (await who.fetch("/b?names=hero")).json.hero.variant;
    expect(await hero(browser)).toBe("evaluating");
    expect((await browser.fetch("/form/whitepaper")).text).not.toContain('name="firstName"');
    await erase(browser, id);
    expect(await hero(browser)).not.toBe("evaluating");
    const asked = async (): Promise<string> => (await browser.fetch("/form/whitepaper")).text;
    for (const name of ["email", "firstName"]) expect(await asked()).toContain(`name="${name}"`);

    const old = browser.cookie;
    await browser.read("/terms");
    expect(browser.cookie).not.toBe(old);
    const stranger = new Browser();
    await stranger.read("/terms");
    expect(await hero(browser)).toBe(await hero(stranger));
    for (const name of ["email", "firstName"]) expect(await asked()).toContain(`name="${name}"`);
    await browser.submit({ email, firstName: "Erasma" });
    const again = await profileOf(browser, email, (one) => one.views === 1);
    expect(again.id).not.toBe(id);
    expect(again.visitors).toHaveLength(1);
    expect(again.visitors).not.toContain(profile.visitors[0]);
  });

  it("may ask again at once with the old cookie, and is then a new person with nothing of before", async () => {
    const { browser, email, id } = await somebody(["/pricing"]);
    await erase(browser, id);
    const answer = await browser.submit({ email });
    expect([answer.status, answer.json.status]).toEqual([200, "pending"]);
    const again = await profileOf(browser, email, () => true);
    expect([again.id === id, again.views]).toEqual([false, 0]);
  });

  it("cannot be brought back by an old link or by events under way", async () => {
    const { browser, email, id } = await somebody(["/pricing"]);
    const link = await confirmLink(browser, email);
    const before = (await browser.api("/stats")).json.events.received;
    const views = Array.from({ length: 5 }, () => browser.batch([browser.event("page_view", "/terms")]));
    await Promise.all([...views, erase(browser, id)]);
    expect((await browser.fetch(link, { method: "POST" })).status).toBe(410);
    await until(
      () => browser.api("/stats"),
      ({ json }) => json.events.received >= before + 5,
    );
    for (const table of ["events", "sessions", "visitors", "permissions", "messages", "submissions"])
      expect([table, await rows(`SELECT * FROM ${table} WHERE profile_id = ?`, id)]).toEqual([table, []]);
    expect(await rows("SELECT id FROM permissions WHERE email = ?", email)).toEqual([]);
    expect((await browser.api(`/profiles?email=${email}`)).json.profiles).toEqual([]);
  });

  it("gets no mail by a permission imported from before, and does after saying yes again", async () => {
    const { browser, email, id } = await somebody();
    await browser.fetch(await confirmLink(browser, email), { method: "POST" });
    await profileOf(browser, email, (one) => one.emailConfirmed);
    await erase(browser, id);

    const at = new Date(browser.now.getTime() - 86_400_000).toISOString();
    const told = { status: "confirmed", at, source: "fair", text: "Yes", version: "", ip: "", url: "", locale: "en" };
    await importPeople(browser, [{ email, permissions: { "white-paper": told } }]);
    const [imported] = await until(
      async () => (await browser.api(`/profiles?email=${email}`)).json.profiles,
      (people) => people.length === 1,
    );
    expect(imported.permissions["white-paper"]).not.toBe("confirmed");
    browser.now = new Date(browser.now.getTime() + 1_000);
    await browser.submit({ email });
    const link = await confirmLink(browser, email);
    expect((await browser.fetch(link, { method: "POST" })).status).toBe(200);
    const again = await profileOf(browser, email, (one) => one.permissions["white-paper"] === "confirmed");
    expect(again.id).toBe(imported.id);
    await until(
      () => browser.api(`/messages?email=${email}`),
      ({ json }) => json.messages[0].kind === "delivery" && json.messages[0].status === "sent",
    );
  });
});

describe("DELETE /profiles?email=", () => {
  it("erases everybody with the address, and writes it down where there is nobody", async () => {
    const { browser, email, id } = await somebody();
    const second = new Browser();
    await second.read("/");
    await second.submit({ email });
    await until(
      () => browser.api(`/profiles?email=${email}`),
      ({ json }) => json.profiles.length === 2,
    );
    const path = (address: string): string => `/profiles?email=${encodeURIComponent(address)}`;
    const erased = await browser.api(path(email.toUpperCase()), { method: "DELETE" });
    expect(erased.status).toBe(200);
    expect(erased.json.ids).toHaveLength(2);
    expect(erased.json.ids).toContain(id);
    expect((await browser.api(path(email))).json.profiles).toEqual([]);

    const stranger = freshEmail("stranger");
    const none = await browser.api(path(stranger), { method: "DELETE" });
    expect([none.status, none.json.ids]).toEqual([200, []]);
    expect(await rightsOf(browser, stranger)).toEqual([
      expect.objectContaining({ kind: "erasure", by: "api", hash: expect.any(String) }),
    ]);
    expect((await browser.api("/profiles", { method: "DELETE" })).status).toBe(400);
  });
});

describe("GET /profiles/:id/export", () => {
  it("hands out everything as JSON and as CSV, and writes down that it did", async () => {
    const { browser, email, id } = await somebody(["/pricing"], { firstName: "=1+1" });
    const json = await browser.api(`/profiles/${id}/export`);
    expect(json.status).toBe(200);
    expect(json.headers.get("content-disposition")).toContain(`${id}-`);
    expect(json.json.person).toMatchObject({ id, email });
    expect(Object.keys(json.json.records)).toEqual(expect.arrayContaining(["events", "submissions", "permissions"]));
    const csv = await browser.api(`/profiles/${id}/export?format=csv&separator=semicolon`);
    expect(csv.headers.get("content-type")).toContain("text/csv");
    expect(csv.text).toContain(email);
    expect(csv.text).not.toMatch(/(^|[;"])=1\+1/m);
    expect((await rightsOf(browser, email)).map(({ kind, by }) => [kind, by])).toEqual([
      ["export", "api"],
      ["export", "api"],
    ]);
    expect((await browser.api(`/profiles/${randomUUID()}/export`)).status).toBe(404);
    for (const wrong of [`/profiles/7/export`, `/profiles/${id}/export?format=pdf`])
      expect((await browser.api(wrong)).json.error.code).toBe("invalid_request");
  });
});

describe("GET /rights", () => {
  it("lists what was done, newest first, page by page, and holds no address", async () => {
    const { browser, email, id } = await somebody();
    await browser.api(`/profiles/${id}/export`);
    await erase(browser, id);
    const all: { at: string; kind: string; hash: string | null }[] = [];
    let cursor = "";
    do {
      const { json } = await browser.api(`/rights?limit=2${cursor}`);
      expect(json.rights.length).toBeLessThanOrEqual(2);
      all.push(...json.rights);
      cursor = json.next === null ? "" : `&cursor=${json.next}`;
    } while (cursor !== "" && all.length < 40);
    const times = all.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    const own = await rightsOf(browser, email.toUpperCase());
    expect(new Set(own.map(({ kind }) => kind))).toEqual(new Set(["erasure", "export"]));
    expect(JSON.stringify(own)).not.toContain(email);
    expect(await rightsOf(browser, freshEmail())).toEqual([]);
  });
});
