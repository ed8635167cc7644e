import { describe, expect, test } from "vitest";
import { scanSql } from "../../cli/libsql/sql-scan.ts";
import { readStatement } from "../../cli/libsql/statement.ts";
import { repairJsonText } from "../../cli/libsql/text-safety.ts";

describe("scanning SQL", () => {
  test.each([
    ["SELECT 1; ;; SELECT 2 -- done;\n;", ["SELECT 1", "SELECT 2"]],
    ["/* a; */ SELECT ';', \";\", `;`, [;], 'it''s; fine'", ["SELECT ';', \";\", `;`, [;], 'it''s; fine'"]],
    ["SELECT 'unclosed; ", ["SELECT 'unclosed; "]],
    ["SELECT 1 /* unclosed; ", ["SELECT 1"]],
    [" -- only a comment", []],
    [
      "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; END; SELECT 1",
      ["CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; END", "SELECT 1"],
    ],
    ["DROP TRIGGER a; SELECT 1", ["DROP TRIGGER a", "SELECT 1"]],
  ])("splits %j", (sql, statements) => {
    expect(scanSql(sql).map((statement) => statement.sql)).toEqual(statements);
  });

  test.each([
    ["SELECT ?, ?, ?2, ?", [null, "?2", null]],
    ["SELECT :a, :b, :a, @a, $a", [":a", ":b", "@a", "$a"]],
    ["SELECT $a::b(c), a FROM t", ["$a::b(c)"]],
    ["SELECT '?', \":a\", [?] -- ?\n, /* ? */ x'00', a$b, 1e5, 0x1F, ?", [null]],
    ["SELECT value ->> '$.a' FROM json_each(?)", [null]],
    ["SELECT :æble", [":æble"]],
  ])("finds the parameters of %j", (sql, params) => {
    expect(scanSql(sql)[0]?.params).toEqual(params);
  });
});

describe("classifying statements", () => {
  test.each([
    "SELECT 1",
    "VALUES (1)",
    "WITH a AS (SELECT 1), b (x) AS NOT MATERIALIZED (SELECT 2) SELECT * FROM a, b",
    "EXPLAIN INSERT INTO t VALUES (1)",
    "BEGIN",
    "BEGIN DEFERRED TRANSACTION",
    "COMMIT",
    "ROLLBACK TO a",
    "PRAGMA table_info(t)",
    "PRAGMA foreign_keys = off",
    "PRAGMA user_version",
  ])("%s does not need the write lock", (sql) => {
    expect(readStatement(sql).writes).toBe(false);
  });

  test.each([
    "INSERT INTO t VALUES (1)",
    "/* SELECT */ REPLACE INTO t VALUES (1)",
    "with a as (select 1) insert into t select * from a",
    "WITH a AS (SELECT 1 WHERE 'SELECT') DELETE FROM t",
    "begin immediate",
    "BEGIN EXCLUSIVE TRANSACTION",
    "PRAGMA main.user_version = 3",
    "CREATE TABLE t (a)",
    "DROP TABLE t",
    "REINDEX",
    "nonsense",
  ])("%s needs it", (sql) => {
    expect(readStatement(sql).writes).toBe(true);
  });
});

test.each([
  [String.raw`["\ud83d\udc63"]`, String.raw`["\ud83d\udc63"]`],
  [String.raw`["\ud83d"]`, String.raw`["\ufffd"]`],
  [String.raw`{"a":"\uDC63\ud83d!"}`, String.raw`{"a":"\ufffd\ufffd!"}`],
  [String.raw`["\u0041\udc63"]`, String.raw`["\u0041\ufffd"]`],
  [String.raw`["\ud83d\ud83d\udc63"]`, String.raw`["\ufffd\ud83d\udc63"]`],
  [String.raw`["\\ud83d"]`, String.raw`["\\ud83d"]`],
  [String.raw`no JSON \ud83d`, String.raw`no JSON \ud83d`],
])("JSON text %s is stored as %s", (text, repaired) => {
  expect(repairJsonText(text)).toBe(repaired);
});
