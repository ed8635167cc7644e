import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, inject, it } from "vitest";
import { Browser } from "../support/client.ts";
import { basic, type Fields, KEY, post, profileOf, stored, track } from "../support/calls.ts";

const stack = inject("stack");

describe("who may call", () => {
  it.each([
    ["nobody", {}],
    ["another key", { authorization: basic("another key that is long") }],
    ["the key as password", { authorization: basic("", stack.writeKey) }],
    ["the admin token", { authorization: `Bearer ${stack.adminToken}` }],
    ["no base64", { authorization: "Basic ÿ§!".replace(/[^ -~]/g, "?") }],
  ])("%s is turned away", async (_, headers) => {
    const answer = await post("/track", track(), headers as Record<string, string>);
    expect([answer.status, answer.json.error.code]).toEqual([401, "unauthorized"]);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic/);
  });

  it("the write key may also stand in the body, and is not stored", async () => {
    const call = track({ writeKey: stack.writeKey });
    expect((await post("/track", call, {})).json).toEqual({ success: true });
    const batch = { batch: [track({ userId: call["userId"], event: "Batched" })], writeKey: stack.writeKey };
    expect((await post("/batch", batch, {})).json).toEqual({ success: true, accepted: 1, refused: [] });
    const kept = await stored(profileOf(call), 2);
    expect(JSON.stringify(kept)).not.toContain(stack.writeKey);
  });

  it("a stranger is read no further than a call goes, and nothing is unpacked for them", async () => {
    const call = track({ writeKey: stack.writeKey, properties: { text: "x".repeat(33_000) } });
    for (const [path, body] of [
      ["/track", call],
      ["/batch", { batch: [track(), track({ properties: { text: "x".repeat(33_000) } })], writeKey: stack.writeKey }],
    ] as const) {
      const answer = await post(path, body, {});
      expect([answer.status, answer.json.error.code]).toEqual([413, "body_too_large"]);
      expect(answer.json.error.message).toContain("Basic");
    }
    const packed = gzipSync(JSON.stringify({ batch: [track()], writeKey: stack.writeKey }));
    const answer = await post("/batch", packed, { "content-encoding": "gzip" });
    expect([answer.status, answer.json.error.code]).toEqual([401, "unauthorized"]);
    const bearer = { authorization: `Bearer ${stack.writeKey}`, "content-encoding": "gzip" };
    expect((await post("/batch", packed, bearer)).status).toBe(401);
    expect((await post("/track", track({ writeKey: stack.writeKey }), { "content-encoding": "identity" })).status).toBe(
      200,
    );
  });

  it("browsers of other sites are told nothing that would let them", async () => {
    const answer = await new Browser().fetch("/v1/track", { method: "OPTIONS" });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each(["/import", "/t", "/trac", "/batch/more", ""])("there is no call %s", async (path) => {
    expect((await post(path, track())).status).toBe(404);
  });
});

describe("a batch", () => {
  it("is taken as far as it is good, and tells the rest by place and id", async () => {
    const good = track();
    const answer = await post("/batch", {
      batch: [
        good,
        { type: "track", messageId: "m-2", userId: "u" },
        7,
        { type: "sing", userId: "u" },
        track({ userId: "" }),
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      success: true,
      accepted: 1,
      refused: [
        { index: 1, messageId: "m-2", code: "invalid_event" },
        { index: 2, messageId: null, code: "invalid_event" },
        { index: 3, code: "invalid_event" },
        { index: 4, code: "invalid_event", message: expect.stringContaining("userId") },
      ],
    });
    expect(await stored(profileOf(good), 1)).toHaveLength(1);
  });

  it("of which nothing is good is refused, and says why", async () => {
    const answer = await post("/batch", { batch: [{ type: "track" }] });
    expect(answer.status).toBe(400);
    expect(answer.json.error.details.refused).toHaveLength(1);
  });

  it.each([
    "",
    "[]",
    "null",
    "{}",
    '{"batch":[]}',
    '{"batch":{}}',
    '{"batch":[1],"sentAt":"yesterday"}',
    "[".repeat(9_000),
  ])("%s is none", async (body) => expect((await post("/batch", body)).status).toBe(400));

  it("may come packed", async () => {
    const [one, two, three] = [track(), track(), track()];
    for (const [call, pack, encoding, mark = ""] of [
      [one, gzipSync, "gzip"],
      [two, deflateSync, "deflate"],
      [three, gzipSync, "gzip", "\uFEFF"],
    ] as const) {
      const packed = pack(mark + JSON.stringify({ batch: [call] }));
      expect((await post("/batch", packed, { ...KEY, "content-encoding": encoding })).json.accepted).toBe(1);
      expect(await stored(profileOf(call), 1)).toHaveLength(1);
    }
    expect((await post("/batch", "{}", { ...KEY, "content-encoding": "gzip" })).status).toBe(400);
    expect((await post("/batch", "{}", { ...KEY, "content-encoding": "br" })).status).toBe(400);
  });
});

describe("limits", () => {
  it("a call has 32 kB, a batch 500 kB and 2,500 calls", async () => {
    const padded = (bytes: number): Fields => track({ properties: { text: "ø".repeat(bytes / 2) } });
    expect((await post("/track", padded(31_000))).status).toBe(200);
    expect((await post("/track", padded(33_000))).status).toBe(413);
    const mixed = await post("/batch", { batch: [padded(31_000), padded(33_000)] });
    expect(mixed.json).toMatchObject({ accepted: 1, refused: [{ index: 1, code: "body_too_large" }] });
    const large = { batch: Array.from({ length: 18 }, () => padded(30_000)) };
    expect((await post("/batch", large)).status).toBe(413);
    const many = { batch: Array.from({ length: 2_501 }, () => 1) };
    expect((await post("/batch", many)).json.error.code).toBe("too_many_events");
  });

  it("a small body that unpacks to a huge one is not unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, " "));
    const before = Date.now();
    const answer = await post("/batch", bomb, { ...KEY, "content-encoding": "gzip" });
    expect([answer.status, answer.json.error.code]).toEqual([413, "body_too_large"]);
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it("as many property names as fit are kept, half a million do not fit", async () => {
    const names = (n: number): Fields => Object.fromEntries(Array.from({ length: n }, (_, i) => [`p${i}`, i]));
    const call = track({ properties: names(2_000) });
    expect((await post("/track", call)).status).toBe(200);
    const [event] = await stored(profileOf(call), 1);
    expect(Object.keys(JSON.parse(String(event!["data"])).properties)).toHaveLength(2_000);
    expect((await post("/track", track({ properties: names(500_000) }))).status).toBe(413);
  });

  it("a context that thousands of calls share is cut once", async () => {
    const traits = Object.fromEntries(Array.from({ length: 2_500 }, (_, i) => [`n${i}`, i]));
    const call = { ...track(), type: "identify", messageId: "the same each time" };
    const answer = await post("/batch", { batch: Array.from({ length: 2_500 }, () => call), context: { traits } });
    expect(answer.json.accepted).toBe(2_500);
    const [event] = await stored(profileOf(call), 1);
    expect(JSON.parse(String(event!["data"])).traits).toHaveLength(100);
  });

  it("nesting ends at twelve levels", async () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    expect((await post("/track", track({ properties: nested(11) }))).status).toBe(200);
    expect((await post("/track", track({ properties: nested(12) }))).status).toBe(400);
    const deep = `{"batch":[${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}]}`;
    expect((await post("/batch", deep)).status).toBe(400);
  });
});
