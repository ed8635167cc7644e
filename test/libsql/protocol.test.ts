import { beforeAll, describe, expect, test } from "vitest";
import { results, startServer } from "./start-server.ts";
import type { TestServer } from "./start-server.ts";

const execute = (sql: string, more: object = {}) => ({ type: "execute", stmt: { sql, ...more } });
const close = { type: "close" };

describe("a pipeline", () => {
  test("describes statements without running them", async () => {
    const { client, pipeline } = await startServer();
    await client.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME)");
    const describeSql = (sql: string) => ({ type: "describe", sql });
    const { results: answers } = await results(
      await pipeline({
        requests: [
          describeSql("SELECT id, at AS time FROM t WHERE id > ? AND at < :before AND id < ?5"),
          describeSql("INSERT INTO t (at) VALUES (@at) RETURNING id"),
          describeSql("EXPLAIN QUERY PLAN SELECT 1"),
          describeSql("SELECT * FROM nowhere"),
          close,
        ],
      }),
    );
    expect(answers[0]?.result).toEqual({
      params: [{ name: null }, { name: ":before" }, { name: null }, { name: null }, { name: "?5" }],
      cols: [
        { name: "id", decltype: "INTEGER" },
        { name: "time", decltype: "DATETIME" },
      ],
      is_explain: false,
      is_readonly: true,
    });
    expect(answers[1]?.result).toMatchObject({ params: [{ name: "@at" }], is_readonly: false });
    expect(answers[2]?.result).toMatchObject({ is_explain: true, is_readonly: true });
    expect(answers[3]).toMatchObject({ code: "SQLITE_ERROR" });
    expect((await client.execute("SELECT * FROM t")).rows).toEqual([]);
  });

  test("stores SQL texts for its stream", async () => {
    const { pipeline } = await startServer();
    const first = await results(await pipeline({ requests: [{ type: "store_sql", sql_id: 1, sql: "SELECT 7 AS n" }] }));
    const second = await results(
      await pipeline({
        baton: first.baton,
        requests: [
          { type: "execute", stmt: { sql_id: 1 } },
          { type: "batch", batch: { steps: [{ stmt: { sql_id: 1, want_rows: false } }] } },
          { type: "describe", sql_id: 1 },
          { type: "close_sql", sql_id: 1 },
        ],
      }),
    );
    expect(second.results[0]?.result?.rows).toEqual([[{ type: "integer", value: "7" }]]);
    expect(second.results[1]?.result?.step_results[0]?.rows).toEqual([]);
    const gone = { baton: second.baton, requests: [{ type: "execute", stmt: { sql_id: 1 } }] };
    expect((await pipeline(gone)).status).toBe(400);
    const tooLong = { type: "store_sql", sql_id: 1, sql: `SELECT '${"x".repeat(5_000)}'` };
    const refused = await results(await pipeline({ requests: [tooLong, close] }));
    expect(refused.results[0]).toMatchObject({ code: "SQL_STORE_TOO_LARGE" });
  });

  test("runs the steps of a batch whose conditions hold", async () => {
    const { pipeline } = await startServer();
    const step = (sql: string, condition?: object) => ({ stmt: { sql }, condition });
    const ok = (at: number) => ({ type: "ok", step: at });
    const error = (at: number) => ({ type: "error", step: at });
    const steps = [
      step("SELECT 0"),
      step("SELECT nothing"),
      step("SELECT 2", ok(1)),
      step("SELECT 3", error(1)),
      step("SELECT 4", error(2)),
      step("SELECT 5", { type: "not", cond: ok(2) }),
      step("SELECT 6", { type: "and", conds: [ok(0), ok(1)] }),
      step("SELECT 7", { type: "or", conds: [ok(0), ok(1)] }),
      step("BEGIN", { type: "is_autocommit" }),
      step("SELECT 9", { type: "is_autocommit" }),
      step("SELECT 10", { type: "and", conds: [] }),
      step("SELECT 11", { type: "or", conds: [] }),
    ];
    const requests = [{ type: "batch", batch: { steps } }, { type: "get_autocommit" }, close];
    const { baton, results: answers } = await results(await pipeline({ requests }));
    const { step_results: ran = [], step_errors: failed = [] } = answers[0]?.result ?? {};
    const indexes = (list: unknown[]) => list.flatMap((entry, at) => (entry ? [at] : []));
    expect(indexes(ran)).toEqual([0, 3, 5, 7, 8, 10]);
    expect(indexes(failed)).toEqual([1]);
    expect(answers[1]).toEqual({ type: "get_autocommit", is_autocommit: false });
    expect(baton).toBeNull();
  });

  test("goes on after a request that fails", async () => {
    const { pipeline } = await startServer();
    const requests = [execute("SELECT nothing"), execute("SELECT 1"), close];
    const response = await pipeline({ requests });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    const body = (await response.json()) as { results: { type: string }[] };
    expect(body.results.map(({ type }) => type)).toEqual(["error", "ok", "ok"]);
  });

  test("gets a new baton each time, and the old one is refused", async () => {
    const { pipeline } = await startServer();
    const first = await results(await pipeline({ requests: [execute("BEGIN")] }));
    const second = await results(await pipeline({ baton: first.baton, requests: [] }));
    expect(second.baton).not.toBe(first.baton);
    const reused = await pipeline({ baton: first.baton, requests: [] });
    expect(reused.status).toBe(400);
    expect(await reused.json()).toMatchObject({ code: "BATON_REUSED" });
    const last = { baton: second.baton, requests: [{ type: "get_autocommit" }, close] };
    const closed = await results(await pipeline(last));
    expect(closed.results[0]).toMatchObject({ is_autocommit: false });
    expect(closed.baton).toBeNull();
    for (const baton of [second.baton, "made up", "a.b", "."]) {
      const invalid = await pipeline({ baton, requests: [] });
      expect(await invalid.json()).toMatchObject({ code: "BATON_INVALID" });
    }
  });

  test("reads blobs with and without padding, and named arguments with and without prefix", async () => {
    const { pipeline } = await startServer();
    const blob = (base64: string) => ({ type: "blob", base64 });
    const named = [
      { name: ":a", value: { type: "text", value: "x" } },
      { name: "b", value: { type: "integer", value: "-9223372036854775808" } },
    ];
    const { results: answers } = await results(
      await pipeline({
        requests: [
          execute("SELECT ?, ?", { args: [blob("AQ=="), blob("AQ")] }),
          execute("SELECT :a, @b", { named_args: named }),
          execute("SELECT ?", { args: [{ type: "null" }], named_args: named }),
          close,
        ],
      }),
    );
    expect(answers[0]?.result?.rows).toEqual([[blob("AQ"), blob("AQ")]]);
    expect(answers[1]?.result?.rows[0]).toEqual(named.map(({ value }) => value));
    expect(answers[2]).toMatchObject({ code: "ARGS_BOTH_POSITIONAL_AND_NAMED" });
  });
});

describe("whatever is sent, the server answers and stays", () => {
  let server: TestServer;
  beforeAll(async () => {
    const undo: (() => Promise<void> | void)[] = [];
    server = await startServer({ maxBodyBytes: 2_000_000 }, (step) => undo.unshift(step));
    return async () => {
      for (const step of undo) await step();
    };
  });
  const value = (sent: unknown) => ({ requests: [execute("SELECT ?", { args: [sent] })] });
  const condition = (sent: unknown) => ({
    requests: [{ type: "batch", batch: { steps: [{ stmt: { sql: "SELECT 1" }, condition: sent }] } }],
  });
  const nested = (depth: number): object =>
    depth === 0 ? { type: "is_autocommit" } : { type: "not", cond: nested(depth - 1) };

  test.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["an array", []],
    ["null", null],
    ["no requests", {}],
    ["a request that is null", { requests: [null] }],
    ["a baton that is a number", { baton: 7, requests: [] }],
    ["an unknown request", { requests: [{ type: "drop" }] }],
    ["no statement", { requests: [{ type: "execute" }] }],
    ["no SQL", { requests: [{ type: "execute", stmt: {} }] }],
    ["SQL that is a number", { requests: [execute(7 as never)] }],
    ["SQL twice", { requests: [execute("SELECT 1", { sql_id: 1 })] }],
    ["an unknown SQL id", { requests: [{ type: "execute", stmt: { sql_id: 9 } }] }],
    ["a bare boolean", value(true)],
    ["a boolean as text", value({ type: "text", value: true })],
    ["a boolean as integer", value({ type: "integer", value: true })],
    ["an integer with a fraction", value({ type: "integer", value: "1.5" })],
    ["an integer of 65 bits", value({ type: "integer", value: "9223372036854775808" })],
    ["a float that is text", value({ type: "float", value: "1" })],
    ["a blob without bytes", value({ type: "blob" })],
    ["an unknown type", value({ type: "boolean", value: true })],
    ["a condition on itself", condition({ type: "ok", step: 0 })],
    ["a condition on nothing", condition({ type: "ok" })],
    ["an unknown condition", condition({ type: "maybe" })],
    ["a very deep condition", condition(nested(1_000))],
    ["a request after close", { requests: [close, execute("SELECT 1")] }],
  ])("%s", async (_, body) => {
    const { client, pipeline } = server;
    const response = await pipeline(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      message: expect.any(String),
      code: expect.any(String),
    });
    expect((await client.execute("SELECT 1 AS one")).rows[0]?.["one"]).toBe(1);
  });

  test("very deep JSON and very deep SQL", async () => {
    const { client, pipeline } = server;
    expect((await pipeline("[".repeat(1_000_000))).status).toBe(400);
    const deep = `SELECT ${"(".repeat(100_000)}1${")".repeat(100_000)}`;
    await expect(client.execute(deep)).rejects.toMatchObject({ code: "SQLITE_ERROR" });
    await expect(client.execute("SELECT '\0")).rejects.toMatchObject({ code: "SQL_PARSE_ERROR" });
    await expect(client.execute("SELECT ?99999")).rejects.toThrow();
    await expect(client.execute("'unclosed")).rejects.toMatchObject({ code: "SQLITE_ERROR" });
  });

  test("a body beyond the limit", async () => {
    const { client, pipeline } = server;
    const response = await pipeline(" ".repeat(2_000_001));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "BODY_TOO_LARGE" });
    expect((await client.execute("SELECT 1 AS one")).rows[0]?.["one"]).toBe(1);
  });

  test("a request cut off in the middle", async () => {
    const { client, url } = server;
    const stop = new AbortController();
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"requests":')),
    });
    const options = { method: "POST", body, duplex: "half", signal: stop.signal } as RequestInit;
    const cut = fetch(`${url}/v2/pipeline`, options);
    await client.execute("SELECT 1");
    stop.abort();
    await expect(cut).rejects.toThrow();
    expect((await client.execute("SELECT 1 AS one")).rows[0]?.["one"]).toBe(1);
  });
});

describe("the other routes", () => {
  test("a missing or wrong token gets 401, only at the pipeline", async () => {
    const { pipeline, url } = await startServer({ token: "secret" });
    const body = { requests: [execute("SELECT 1"), close] };
    for (const authorization of ["", "secret", "Bearer", "Bearer wrong", "Basic secret"]) {
      const response = await pipeline(body, { authorization });
      expect(response.status, authorization).toBe(401);
      expect(response.headers.get("content-type")).toBe("application/json");
    }
    expect((await pipeline(body, { authorization: "Bearer secret" })).status).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test("versions are probed", async () => {
    const { url } = await startServer();
    const status = async (path: string) => (await fetch(url + path)).status;
    expect(await status("/v2")).toBe(200);
    expect(await status("/v3-protobuf")).toBe(404);
    expect(await status("/v2/pipeline")).toBe(404);
    expect(await status("/")).toBe(404);
  });
});
