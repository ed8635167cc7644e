import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rows } from "../support/client.ts";
import { KEY, post, profileOf, stored, track } from "../support/calls.ts";

describe("bad input", () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      "",
      " ",
      "__proto__",
      "constructor",
      "\u0000",
      "\ud800",
      Number.MAX_VALUE,
      -1,
      0,
      true,
      [],
      {},
      "<script>",
    ),
    fc.string({ maxLength: 300, unit: "binary" }),
    fc.constantFrom("x".repeat(5_000), "https://x.example/?".padEnd(9_000, "é"), "2026-11-22", "99999-01-01T00:00:00Z"),
    fc.jsonValue({ maxDepth: 4 }),
    fc.double(),
  );
  const object = (...names: string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, odd])), { requiredKeys: [] });
  const context = fc.oneof(
    odd,
    fc.record({
      page: object("url", "path", "title", "referrer", "search"),
      campaign: object("name", "source", "medium"),
      device: object("type"),
      location: object("country", "city", "region"),
      consent: object("categoryPreferences"),
      traits: fc.oneof(odd, object("email", "__proto__")),
      userAgent: odd,
      locale: odd,
      groupId: odd,
      ip: odd,
    }),
  );
  /** As it should be, six times of seven. */
  const mostly = (good: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 6, arbitrary: good }, { weight: 1, arbitrary: odd });
  const id = mostly(fc.uuid());
  const time = mostly(fc.integer({ min: 0, max: 3_600_000 }).map((ago) => new Date(Date.now() - ago).toISOString()));
  const values = fc.oneof(
    fc.dictionary(fc.string({ maxLength: 60, unit: "binary" }), odd, { maxKeys: 8 }),
    object("url", "path", "email", "company", "website", "domain", "name", "__proto__", "constructor"),
  );
  const call = fc.record(
    {
      type: mostly(fc.constantFrom("track", "identify", "page", "screen", "group", "alias")),
      userId: id,
      anonymousId: id,
      previousId: id,
      groupId: id,
      messageId: id,
      event: mostly(fc.constant("Tried")),
      name: mostly(fc.constant("Name")),
      properties: mostly(values),
      traits: mostly(values),
      timestamp: time,
      originalTimestamp: time,
      context,
    },
    { requiredKeys: ["type", "userId", "event", "previousId", "groupId"] },
  );

  it("never breaks anything: taken clean, or refused with a reason", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(undefined, null, {}, "x"),
        async (batch, more) => {
          const answer = await post("/batch", { batch, context: more });
          expect([200, 400]).toContain(answer.status);
          accepted += answer.json.accepted ?? 0;
          const refused = answer.json.refused ?? answer.json.error.details.refused;
          for (const one of refused)
            expect(one.code).toMatch(/^(invalid_event|event_in_future|event_too_old|no_consent|body_too_large)$/);
          const single = await post(`/${["track", "page", "identify", "group"][batch.length % 4]}`, batch[0] ?? {});
          expect([200, 400, 413]).toContain(single.status);
        },
      ),
      { numRuns: 80 },
    );
    expect(accepted).toBeGreaterThan(100);
    const last = track();
    await post("/track", last);
    await stored(profileOf(last), 1);
    expect(await rows("SELECT reason FROM dead_letters WHERE body->>'$.identity' IS NOT NULL")).toEqual([]);
  });

  it("bodies of any bytes are refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom("", "gzip", "deflate"),
        async (bytes, encoding) => {
          const headers = encoding === "" ? KEY : { ...KEY, "content-encoding": encoding };
          expect((await post("/batch", bytes, headers)).status).toBe(400);
        },
      ),
      { numRuns: 60 },
    );
  });
});
