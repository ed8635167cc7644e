import { describe, expect, it } from "vitest";
import { Browser, until } from "../support/client.ts";
import { somebody } from "../support/person.ts";

const ask = (browser: Browser, body: unknown) =>
  browser.api("/conditions/count", {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });

/** A path that only this test reads, so that only its people count. */
const path = `/blog/counted-${Date.now()}`;
const read = { did: "page_view", where: { "page.path": { startsWith: path } } };

describe("POST /conditions/count", () => {
  it("counts who meets it now, by what they did, and shows some of them", async () => {
    const once = await somebody([path]);
    const twice = await somebody([path, `${path}/more`]);
    const count = async (when: unknown) => (await ask(once.browser, { when })).json;
    await until(
      () => count(read),
      ({ people }) => people === 2,
    );
    const both = await count(read);
    expect(both.examples.map(({ email }: { email: string }) => email).toSorted()).toEqual(
      [once.email, twice.email].toSorted(),
    );
    expect(await count({ ...read, atLeast: 2 })).toEqual({
      people: 1,
      examples: [{ id: twice.id, email: twice.email, stage: twice.profile.stage }],
    });
    expect((await count({ ...read, distinct: "page.path", atLeast: 2 })).people).toBe(1);
    expect((await count({ all: [read, { score: { behaviour: { gte: 100_000 } } }] })).people).toBe(0);
    expect((await count({ all: [read, { score: { rank: { lte: 4 } } }, { knows: "email" }] })).people).toBe(2);
    const later = new Browser(new Date(Date.now() + 8 * 86_400_000));
    expect((await ask(later, { when: { ...read, within: "7d" } })).json).toEqual({ people: 0, examples: [] });
    expect((await ask(later, { when: { all: [read, { inactive: "7d" }] } })).json.people).toBe(2);
    await once.browser.api(`/profiles/${once.id}`, { method: "DELETE" });
    expect((await count(read)).people).toBe(1);
  });

  it.each<[string, unknown, RegExp]>([
    ["invalid_request", { when: { page: { class: "pricing" } } }, /only while somebody is reading/],
    ["invalid_request", { when: { did: "page_view", within: "soon" } }, /when\.within: .*7d/],
    ["invalid_request", { when: { sgement: "x" } }, /a condition starts with one of/],
    ["invalid_request", { when: { segment: "nobody-knows" } }, /there is no segment "nobody-knows"/],
    ["invalid_request", { when: { did: "x", where: { total: 1 } } }, /below "properties\."/],
    ["invalid_request", { when: { trait: "shoe" } }, /list it under carry/],
    ["invalid_request", { when: "everybody" }, /The body is/],
    ["invalid_request", {}, /The body is/],
    ["invalid_json", "{", /JSON/],
    ["body_too_large", { when: { segment: "x".repeat(70_000) } }, /65536/],
  ])("refuses with %s: %j", async (code, body, message) => {
    const { json } = await ask(new Browser(), body);
    expect(json.error.code).toBe(code);
    expect(json.error.message).toMatch(message);
  });

  it("refuses what is nested too deeply, and whoever has no token", async () => {
    let when: unknown = { visits: { gte: 1 } };
    for (let i = 0; i < 70; i++) when = { not: when };
    expect((await ask(new Browser(), { when })).json.error.message).toMatch(/deeper than 60/);
    expect((await new Browser().post("/api/conditions/count", { when: read })).status).toBe(401);
  });
});
