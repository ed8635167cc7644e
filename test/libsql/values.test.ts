import { describe, expect, test } from "vitest";
import { startServer } from "./start-server.ts";

describe("values", () => {
  test("each type comes back as it was sent", async () => {
    const { client } = await startServer();
    const text = "æøå 漢字 👣 \u2028 'quoted' \\";
    const { rows, columns } = await client.execute({
      sql: "SELECT ? AS none, ? AS text, ? AS float, ? AS yes, ? AS blob, ? AS empty, ? AS half",
      args: [null, text, 1.25, true, new Uint8Array([0, 255, 7]), new Uint8Array(0), -0.5],
    });
    expect(columns).toEqual(["none", "text", "float", "yes", "blob", "empty", "half"]);
    expect(rows[0]?.["none"]).toBeNull();
    expect(rows[0]?.["text"]).toBe(text);
    expect(rows[0]?.["float"]).toBe(1.25);
    expect(rows[0]?.["yes"]).toBe(1);
    expect([...new Uint8Array(rows[0]?.["blob"] as ArrayBuffer)]).toEqual([0, 255, 7]);
    expect(rows[0]?.["empty"]).toEqual(new ArrayBuffer(0));
    expect(rows[0]?.["half"]).toBe(-0.5);
  });

  test("integers keep all 64 bits", async () => {
    const { connect } = await startServer();
    const client = connect({ intMode: "bigint" });
    await client.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)");
    const extremes = [9223372036854775807n, -9223372036854775808n, 9007199254740993n];
    for (const n of extremes) {
      const inserted = await client.execute({ sql: "INSERT INTO numbers VALUES (?)", args: [n] });
      expect(inserted.lastInsertRowid).toBe(n);
      expect(inserted.rowsAffected).toBe(1);
    }
    const { rows } = await client.execute("SELECT n FROM numbers ORDER BY n");
    expect(rows.map((row) => row["n"])).toEqual(extremes.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  test("numbers are floats, so that a column without a type stores what was sent", async () => {
    const { client } = await startServer();
    const { rows } = await client.execute({
      sql: "SELECT typeof(?) AS a, typeof(?) AS b",
      args: [1, 1n],
    });
    expect(rows[0]).toMatchObject({ a: "real", b: "integer" });
  });

  test("infinity survives, although JSON has none", async () => {
    const { client } = await startServer();
    const { rows } = await client.execute("SELECT 9e999 AS much, -9e999 AS little");
    expect(rows[0]).toMatchObject({ much: Infinity, little: -Infinity });
  });

  test("text that is not valid UTF-8 is mended instead of ending the server", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE texts (t TEXT)");
    const read = await client.execute("SELECT CAST(x'ff41' AS TEXT) AS t, char(0xD800) AS u");
    expect(read.rows[0]?.["t"]).toBe("\ufffdA");
    await client.execute("INSERT INTO texts VALUES (CAST(x'4142ff' AS TEXT))");
    expect((await client.execute("SELECT t FROM texts")).rows[0]?.["t"]).toBe("AB\ufffd");
    const lone = {
      sql: "SELECT value FROM json_each(?)",
      args: [JSON.stringify(["a\ud800b", "👣"])],
    };
    expect((await client.execute(lone)).rows.map((row) => row["value"])).toEqual(["a\ufffdb", "👣"]);
    const nul = { sql: "SELECT ? AS t", args: ["a\0b"] };
    expect((await client.execute(nul)).rows[0]?.["t"]).toBe("a\0b");
  });

  test("columns carry their names, even twice, and their declared types", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a INTEGER, at DATETIME)");
    const { columns, columnTypes } = await client.execute("SELECT a, at, a, 1 + 1 FROM t");
    expect(columns).toEqual(["a", "at", "a", "1 + 1"]);
    expect(columnTypes).toEqual(["INTEGER", "DATETIME", "INTEGER", ""]);
  });
});

describe("arguments", () => {
  test("are taken by position, by number and by name", async () => {
    const { client } = await startServer();
    const first = async (sql: string, args: unknown) =>
      Array.from((await client.execute({ sql, args: args as [] })).rows[0] ?? []);
    expect(await first("SELECT ?, ?", ["a", "b"])).toEqual(["a", "b"]);
    expect(await first("SELECT ?2, ?1, ?", ["a", "b", "c"])).toEqual(["b", "a", "c"]);
    expect(await first("SELECT :x, @y, $z, :x", { x: "a", y: "b", z: "c" })).toEqual(["a", "b", "c", "a"]);
    expect(await first("SELECT :x, @y", { ":x": "a", "@y": "b" })).toEqual(["a", "b"]);
    expect(await first('SELECT \'?\', "?" FROM (SELECT 1 AS "?") WHERE 1 = ? -- ?', [1])).toEqual(["?", 1]);
  });

  test.each([
    ["SELECT ?, ?", ["a"]],
    ["SELECT ?", ["a", "b"]],
    ["SELECT 1", ["a"]],
    ["SELECT :a", { b: 1 }],
    ["SELECT :a", { a: 1, b: 2 }],
  ])("that do not fit %s are refused", async (sql, args) => {
    const { client } = await startServer();
    await expect(client.execute({ sql, args: args as [] })).rejects.toMatchObject({
      code: "ARGS_INVALID",
    });
  });
});
