import type { InStatement } from "@libsql/client/http";
import { expect, it } from "vitest";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { erase } from "../support/erase.ts";
import { merges, profiles } from "../../worker/profiles/tables.ts";
import { emptyState } from "../../worker/state/state.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON } from "../support/events.ts";

const profile = (id: string, mergedInto?: string): typeof profiles.$inferInsert => ({
  id,
  version: 1,
  email: mergedInto ? null : `${id}@acme.example`,
  traits: {},
  state: emptyState("interest", NOON),
  stage: "interest",
  firstSeen: NOON,
  lastSeen: NOON,
  ...(mergedInto ? { mergedInto } : {}),
});

it("erasing somebody who was merged twice leaves nothing of who was found to be whom", async () => {
  const { open } = await freshDatabase();
  const db = open();
  await db.write([
    ...insertRows(profiles, [profile("a", "c"), profile("b", "c"), profile("c"), profile("x", "y"), profile("y")]),
    ...insertRows(merges, [
      { fromId: "a", intoId: "b", at: NOON, eventId: "1" },
      { fromId: "b", intoId: "c", at: NOON, eventId: "2" },
      { fromId: "x", intoId: "y", at: NOON, eventId: "3" },
    ]),
  ]);
  await erase(db, "c", NOON);
  await erase(db, "c", NOON);
  const [left, erased, counted] = await db.read([
    "SELECT from_id FROM merges",
    "SELECT id FROM profiles WHERE erased_at IS NOT NULL ORDER BY id",
    "SELECT value FROM counters WHERE name = 'erased'",
  ]);
  expect(left!.rows.map((row) => row["from_id"])).toEqual(["x"]);
  expect(erased!.rows.map((row) => row["id"])).toEqual(["a", "b", "c"]);
  expect(counted!.rows[0]!["value"]).toBe(1);
});

it("erasing finds everything by an index, whatever the database learned of its tables", async () => {
  const { open } = await freshDatabase();
  const db = open();
  const many = Array.from({ length: 2_000 }, (_, i) => profile(`p${i}`, i % 50 === 0 ? `p${i + 1}` : undefined));
  await db.write([
    ...insertRows(profiles, many),
    ...insertRows(
      merges,
      many.flatMap(({ id, mergedInto }) =>
        mergedInto ? [{ fromId: id, intoId: mergedInto, at: NOON, eventId: id }] : [],
      ),
    ),
  ]);
  for (const learned of [false, true]) {
    if (learned) await db.write(["ANALYZE"]);
    expect(await scans(db, "p1")).toEqual([]);
  }
});

/** What is read through from end to end. Dead letters must be: what is in them is text. */
async function scans(db: Db, id: string): Promise<string[]> {
  const asked: InStatement[] = [];
  const watching: Db["read"] = (statements) => (asked.push(...statements), db.read(statements));
  const watched: Db = {
    ...db,
    exclusively: (work) =>
      work({ ...db, read: watching, write: async (statements) => (asked.push(...statements), []) }),
  };
  await erase(watched, id, NOON);
  const plans = await db.read(
    asked.map((one) => {
      const { sql, args } = typeof one === "string" ? { sql: one, args: [] } : one;
      const found = sql
        .replace(/^DELETE/, "SELECT 1")
        .replace(/^UPDATE companies SET .*?(?=WHERE)/s, "SELECT 1 FROM companies ")
        .replace(/^UPDATE profiles SET .*?(?=WHERE)/s, "SELECT ?2, ?3 FROM profiles ")
        .replace(/^INSERT .*?(?=SELECT)/s, "")
        .replace(/ON CONFLICT.*/s, "");
      return { sql: `EXPLAIN QUERY PLAN ${found}`, args: args ?? [] };
    }),
  );
  const steps = plans.flatMap(({ rows }) => rows.map((row) => String(row["detail"])));
  expect(steps.length).toBeGreaterThan(40);
  return steps.filter((step) => /^SCAN (?!CONSTANT ROW|dead_letters|json_each|n |value)/.test(step));
}
