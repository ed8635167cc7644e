import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, Browser, freshEmail } from "../support/client.ts";
import { deedsOf } from "../support/person.ts";

const browser = new Browser();
const post = (path: string, body: unknown): Promise<Answer> =>
  browser.api(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
const begin = async (more: object = {}): Promise<string> =>
  (await post("/imports", { kind: "people", name: "test", ...more })).json.id;
const send = (id: string, from: number, rows: unknown[]): Promise<Answer> =>
  post(`/imports/${id}/rows`, { from, rows });

describe("an import over the API", () => {
  it("is begun, fed, and finished, and tells how far it has come", async () => {
    const id = await begin({ total: 3 });
    const rows = [{ email: freshEmail() }, "no object", { email: freshEmail(), traits: { industry: "retail" } }];
    const refusal = { row: 1, code: "invalid_row", partial: false };
    expect((await send(id, 0, rows)).json).toMatchObject({ done: 3, accepted: 2, created: 2, refused: [refusal] });
    const finished = (await post(`/imports/${id}/finish`, "")).json;
    expect(finished).toMatchObject({ done: 3, total: 3, accepted: 2, refused: 1, finishedAt: expect.any(String) });
    expect((await browser.api(`/imports/${id}`)).json).toEqual(finished);
    expect((await browser.api("/imports?limit=200")).json.imports).toContainEqual(finished);
    expect((await browser.api(`/imports/${id}/refused`)).json).toMatchObject({ refused: [refusal], next: null });
    expect((await post(`/imports/${id}/finish`, "")).json).toEqual(finished);
    expect((await send(id, 3, rows)).json.error.code).toBe("conflict");
  });

  it("takes nothing from where it is not, and says where it is", async () => {
    const id = await begin();
    const [first, second] = [freshEmail(), freshEmail()];
    expect((await send(id, 1, [{ email: first }])).json).toMatchObject({ done: 0, accepted: 0 });
    expect((await send(id, 0, [{ email: first }])).json).toMatchObject({ done: 1, created: 1 });
    expect((await send(id, 0, [{ email: second }])).json).toMatchObject({ done: 1, accepted: 0 });
    expect((await browser.api(`/profiles?email=${second}`)).json.profiles).toEqual([]);
  });

  it("sent the same rows by many at once takes them once", async () => {
    const id = await begin();
    const rows = Array.from({ length: 40 }, () => ({
      email: freshEmail(),
      permissions: {},
      traits: { firstName: "x" },
    }));
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(id, 0, rows)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await browser.api(`/imports/${id}`)).json).toMatchObject({ done: 40, accepted: 40 });
    const { profiles } = (await browser.api(`/profiles?email=${rows[7]!.email}`)).json;
    expect(profiles).toHaveLength(1);
    expect(await deedsOf(browser, profiles[0].id)).toHaveLength(1);
  });

  it("goes on under the same key until it is finished, a dry run by itself", async () => {
    const key = randomUUID();
    const id = await begin({ key });
    await send(id, 0, [{ email: freshEmail() }]);
    expect((await post("/imports", { kind: "people", name: "other", key })).json).toMatchObject({ id, done: 1 });
    expect(await begin({ key, dryRun: true })).not.toBe(id);
    expect(await begin({ key, kind: "events" })).not.toBe(id);
    await post(`/imports/${id}/finish`, "");
    expect(await begin({ key })).not.toBe(id);
  });

  it("is not finished while rows are missing", async () => {
    const id = await begin({ total: 2 });
    await send(id, 0, [{ email: freshEmail() }]);
    expect((await post(`/imports/${id}/finish`, "")).json.error).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("1 of 2 rows"),
    });
  });

  it("names somebody twice in one request in the order that they come", async () => {
    const email = freshEmail();
    const id = await begin();
    const rows = ["Anna", "Anne"].map((firstName) => ({ email, traits: { firstName } }));
    expect((await send(id, 0, rows)).json).toMatchObject({ accepted: 2, created: 1, changed: 1 });
    expect((await browser.api(`/profiles?email=${email}`)).json.profiles[0].traits).toEqual({ firstName: "Anne" });
  });

  it("does not bring back whom was erased", async () => {
    const email = freshEmail();
    await send(await begin(), 0, [{ email }]);
    const { id } = (await browser.api(`/profiles?email=${email}`)).json.profiles[0];
    await browser.api(`/profiles/${id}`, { method: "DELETE" });
    expect((await send(await begin(), 0, [{ email }])).json.refused).toMatchObject([{ row: 0, code: "erased" }]);
  });

  it("refuses what it cannot read with a reason, and never fails", async () => {
    const id = await begin();
    const bodies: [string, unknown, string][] = [
      ["/imports", "", "invalid_json"],
      ["/imports", { kind: "cats", name: "x" }, "invalid_request"],
      ["/imports", { kind: "people", name: "" }, "invalid_request"],
      ["/imports", { kind: "people", name: "x", total: -1 }, "invalid_request"],
      [`/imports/${id}/rows`, "[]", "invalid_request"],
      [`/imports/${id}/rows`, { from: 0, rows: [] }, "invalid_request"],
      [`/imports/${id}/rows`, { from: 0.5, rows: [{}] }, "invalid_request"],
      [`/imports/${id}/rows`, { from: 0, rows: Array(1_001).fill({}) }, "invalid_request"],
      [`/imports/${id}/rows`, { from: 0, rows: ["x".repeat(3_000_000)] }, "body_too_large"],
      [`/imports/${randomUUID()}/rows`, { from: 0, rows: [{}] }, "not_found"],
      [`/imports/7/rows`, { from: 0, rows: [{}] }, "not_found"],
      [`/imports/${randomUUID()}/finish`, "", "not_found"],
    ];
    for (const [path, body, code] of bodies) {
      const { status, json } = await post(path, body);
      expect([path, json.error?.code]).toEqual([path, code]);
      expect(status).toBeLessThan(500);
    }
    expect((await fetch(`${browser.stack.base}/api/imports`)).status).toBe(401);
  });

  it("takes or refuses any rows whatever", async () => {
    const cell = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\0", "\uD800", "__proto__"), fc.jsonValue());
    const row = fc.oneof(
      fc.dictionary(fc.constantFrom("email", "userId", "traits", "company", "permissions", "__proto__"), cell),
      fc.record({ email: fc.emailAddress(), traits: fc.dictionary(fc.string(), cell) }),
      fc.record({
        type: fc.constantFrom("page", "track", "identify", "group"),
        anonymousId: cell,
        timestamp: cell,
        event: cell,
      }),
      fc.jsonValue(),
    );
    for (const kind of ["people", "events", "ip-ranges"]) {
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
          const id = await begin({ kind, dryRun: kind === "ip-ranges" });
          const { status, json } = await send(id, 0, rows);
          expect([status, json]).toMatchObject([200, { done: rows.length }]);
        }),
        { numRuns: 12 },
      );
    }
  });
});
