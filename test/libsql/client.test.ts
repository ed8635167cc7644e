import { LibsqlError } from "@libsql/client";
import { createClient as createHttpClient } from "@libsql/client/http";
import { describe, expect, test } from "vitest";
import { startServer } from "./start-server.ts";

describe("errors", () => {
  test("carry SQLite's primary code", async () => {
    const { client } = await startServer();
    await client.executeMultiple(
      `CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
       CREATE TABLE child (parent INTEGER REFERENCES parent (id));
       INSERT INTO parent VALUES (1, 'one');`,
    );
    const failing = {
      "INSERT INTO parent VALUES (2, 'one')": "SQLITE_CONSTRAINT",
      "INSERT INTO parent VALUES (2, NULL)": "SQLITE_CONSTRAINT",
      "INSERT INTO parent VALUES (2, 'one') RETURNING id": "SQLITE_CONSTRAINT",
      "INSERT INTO child VALUES (99)": "SQLITE_CONSTRAINT",
      "SELEC 1": "SQLITE_ERROR",
      "SELECT * FROM nowhere": "SQLITE_ERROR",
      "SELECT abs(-9223372036854775808)": "SQLITE_ERROR",
      "": "SQL_NO_STATEMENT",
      "-- nothing": "SQL_NO_STATEMENT",
      "SELECT 1; SELECT 2": "SQL_MANY_STATEMENTS",
      "ATTACH '/tmp/other.db' AS other": "SQL_PARSE_ERROR",
      "VACUUM INTO '/tmp/other.db'": "SQL_PARSE_ERROR",
      "CREATE TEMP TABLE t (a)": "SQL_PARSE_ERROR",
      "PRAGMA journal_mode = DELETE": "SQL_PARSE_ERROR",
      COMMIT: "SQLITE_ERROR",
    };
    for (const [sql, code] of Object.entries(failing)) {
      await expect(client.execute(sql), sql).rejects.toMatchObject({ code });
    }
    const error = await client.execute("INSERT INTO parent VALUES (1, 'x')").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LibsqlError);
    expect((error as LibsqlError).message).toContain("UNIQUE constraint failed: parent.id");
    expect((await client.execute("SELECT count(*) AS n FROM parent")).rows[0]?.["n"]).toBe(1);
  });

  test("a result that is too large is refused, and the next one is not", async () => {
    const { client } = await startServer({ maxResultBytes: 100_000 });
    const endless = `WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c`;
    await expect(client.execute(endless)).rejects.toMatchObject({ code: "RESPONSE_TOO_LARGE" });
    await client.execute("CREATE TABLE t (a)");
    expect((await client.execute(`${endless} LIMIT 1000`)).rows).toHaveLength(1000);
  });
});

describe("changes", () => {
  test("only INSERT, UPDATE and DELETE report affected rows", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)");
    const inserted = await client.execute("INSERT INTO t (a) VALUES ('x'), ('y'), ('z')");
    expect([inserted.rowsAffected, inserted.lastInsertRowid]).toEqual([3, 3n]);
    const returned = await client.execute("INSERT INTO t (a) VALUES ('w') RETURNING id, a");
    expect(returned.rows[0]).toMatchObject({ id: 4, a: "w" });
    expect([returned.rowsAffected, returned.lastInsertRowid]).toEqual([1, 4n]);
    const selected = await client.execute("SELECT * FROM t");
    expect([selected.rowsAffected, selected.lastInsertRowid]).toEqual([0, undefined]);
    expect((await client.execute("UPDATE t SET a = 'v' WHERE id > 2")).rowsAffected).toBe(2);
    expect((await client.execute("UPDATE t SET a = 'v' WHERE id > 99")).rowsAffected).toBe(0);
    const removed = await client.execute("WITH old (i) AS (SELECT 1) DELETE FROM t WHERE id IN old");
    expect([removed.rowsAffected, removed.lastInsertRowid]).toEqual([1, undefined]);
    expect((await client.execute("CREATE INDEX by_a ON t (a)")).rowsAffected).toBe(0);
  });

  test("a statement prepared before the table changed is prepared again", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a)");
    await client.execute("INSERT INTO t VALUES (1)");
    expect((await client.execute("SELECT * FROM t")).columns).toEqual(["a"]);
    await client.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2");
    const { columns, rows } = await client.execute("SELECT * FROM t");
    expect(columns).toEqual(["a", "b"]);
    expect(rows[0]).toMatchObject({ a: 1, b: 2 });
  });
});

describe("batch", () => {
  test("writes all or nothing", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)");
    const insert = (a: number) => ({ sql: "INSERT INTO t VALUES (?)", args: [a] });
    await expect(client.batch([insert(1), insert(2), insert(1), insert(3)], "write")).rejects.toMatchObject({
      code: "SQLITE_CONSTRAINT",
      statementIndex: 2,
    });
    expect((await client.execute("SELECT * FROM t")).rows).toEqual([]);
    const done = await client.batch([insert(1), insert(2), "SELECT sum(a) AS sum FROM t"], "write");
    expect(done.map(({ rowsAffected }) => rowsAffected)).toEqual([1, 1, 0]);
    expect(done[2]?.rows[0]?.["sum"]).toBe(3);
  });

  test("reads from one snapshot, and may not write", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a)");
    const [one, two] = await client.batch(["SELECT 1 AS n", "SELECT count(*) AS n FROM t"], "read");
    expect([one?.rows[0]?.["n"], two?.rows[0]?.["n"]]).toEqual([1, 0]);
  });

  test("stores one big JSON argument with json_each", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, name TEXT)");
    const events = Array.from({ length: 5_000 }, (_, id) => ({ id, name: `event ${id}` }));
    const sql = `INSERT INTO events SELECT value ->> 'id', value ->> 'name' FROM json_each(?)`;
    const [stored] = await client.batch([{ sql, args: [JSON.stringify(events)] }], "write");
    expect(stored?.rowsAffected).toBe(5_000);
  });

  test("migrate() turns foreign keys off for itself only", async () => {
    const { client } = await startServer();
    await client.migrate([
      "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
      "CREATE TABLE child (parent INTEGER REFERENCES parent (id))",
      "INSERT INTO child VALUES (7)",
    ]);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const foreignKeys = await client.execute("PRAGMA foreign_keys");
      expect(foreignKeys.rows[0]?.["foreign_keys"]).toBe(1);
    }
  });

  test("executeMultiple() runs statements with triggers until one fails", async () => {
    const { client } = await startServer();
    await client.executeMultiple(`
      CREATE TABLE t (a); -- a comment; with a semicolon
      CREATE TRIGGER twice AFTER INSERT ON t WHEN new.a < 10 BEGIN
        INSERT INTO t VALUES (CASE WHEN new.a > 0 THEN new.a + 10 ELSE 0 END);
        UPDATE t SET a = a;
      END;
      INSERT INTO t VALUES (1);
    `);
    expect((await client.execute("SELECT a FROM t ORDER BY a")).rows.map((r) => r["a"])).toEqual([1, 11]);
    await expect(
      client.executeMultiple("INSERT INTO t VALUES (20); SELECT nothing; DELETE FROM t"),
    ).rejects.toMatchObject({ code: "SQLITE_ERROR" });
    expect((await client.execute("SELECT count(*) AS n FROM t")).rows[0]?.["n"]).toBe(3);
  });
});

describe("interactive transactions", () => {
  test("show their writes to others only when they commit", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a)");
    const transaction = await client.transaction("write");
    await transaction.execute("INSERT INTO t VALUES (1)");
    await transaction.batch(["INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (3)"]);
    await transaction.executeMultiple("INSERT INTO t VALUES (4); INSERT INTO t VALUES (5);");
    const inside = await transaction.execute("SELECT count(*) AS n FROM t");
    const outside = await client.execute("SELECT count(*) AS n FROM t");
    expect([inside.rows[0]?.["n"], outside.rows[0]?.["n"]]).toEqual([5, 0]);
    await transaction.commit();
    expect((await client.execute("SELECT count(*) AS n FROM t")).rows[0]?.["n"]).toBe(5);
  });

  test("leave nothing when rolled back or just closed", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a)");
    const first = await client.transaction("write");
    await first.execute("INSERT INTO t VALUES (1)");
    await first.rollback();
    const second = await client.transaction("write");
    await second.execute("INSERT INTO t VALUES (2)");
    second.close();
    await client.execute("INSERT INTO t VALUES (3)");
    expect((await client.execute("SELECT a FROM t")).rows.map((row) => row["a"])).toEqual([3]);
  });

  test("survive a statement that fails", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)");
    const transaction = await client.transaction("write");
    await transaction.execute("INSERT INTO t VALUES (1)");
    await expect(transaction.execute("INSERT INTO t VALUES (1)")).rejects.toMatchObject({
      code: "SQLITE_CONSTRAINT",
    });
    await transaction.execute("INSERT INTO t VALUES (2)");
    await transaction.commit();
    expect((await client.execute("SELECT count(*) AS n FROM t")).rows[0]?.["n"]).toBe(2);
  });

  test("that read first and write on an old snapshot get SQLITE_BUSY, and block nobody", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (a)");
    const stale = await client.transaction("deferred");
    await stale.execute("SELECT * FROM t");
    await client.execute("INSERT INTO t VALUES (1)");
    await expect(stale.execute("INSERT INTO t VALUES (2)")).rejects.toMatchObject({
      code: "SQLITE_BUSY",
    });
    await client.execute("INSERT INTO t VALUES (3)");
    await stale.rollback();
    const fresh = await client.transaction("deferred");
    await fresh.execute("SELECT * FROM t");
    await fresh.execute("INSERT INTO t VALUES (4)");
    await fresh.commit();
    expect((await client.execute("SELECT a FROM t")).rows.map((row) => row["a"])).toEqual([1, 3, 4]);
  });
});

test("@libsql/client/http works as well, with the token", async () => {
  const { url } = await startServer({ token: "secret" });
  const client = createHttpClient({ url, authToken: "secret" });
  expect((await client.execute("SELECT 1 AS one")).rows[0]?.["one"]).toBe(1);
  const stranger = createHttpClient({ url, authToken: "wrong" });
  await expect(stranger.execute("SELECT 1")).rejects.toThrow("401");
});
