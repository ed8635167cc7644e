import type { InStatement } from "@libsql/client/http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doChores } from "../../worker/jobs/chore.ts";
import { rollUp } from "../../worker/jobs/roll-up.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { totals } from "../../worker/reports/tables.ts";
import { freshDatabase } from "../support/database.ts";
import { taskAt } from "../support/task.ts";

type Row = typeof totals.$inferInsert;

const NOW = Date.parse("2026-11-22T09:00:00Z");
const [EARLIER, LATER] = ["2026-11-20", "2026-11-21"];

const page = (day: string, path: string, views: number, country = ""): Row => ({
  day,
  path,
  referrer: "direct",
  country,
  device: "other",
  views,
});

const capping = rollUp.filter(({ name }) => name === "totals of many pages");
const cap = (db: Db, most = 100): Promise<unknown[]> => doChores(capping, taskAt(db, NOW), { slices: most });

async function all(db: Db, day: string): Promise<Row[]> {
  const [result] = await db.read([
    { sql: "SELECT * FROM totals WHERE day = ? ORDER BY path, referrer, country, device", args: [day] },
  ]);
  return result!.rows.map((row) => ({ ...row }) as unknown as Row);
}

const sum = (rows: Row[]): number => rows.reduce((total, { views }) => total + views, 0);

/** A database that breaks off in what it is told to break off in. */
const breaking = (db: Db, isBad: (statement: InStatement) => boolean): Db => ({
  ...db,
  read: (statements) => (statements.some(isBad) ? Promise.reject(new Error("too slow")) : db.read(statements)),
  write: (statements) => (statements.some(isBad) ? Promise.reject(new Error("too slow")) : db.write(statements)),
});

const speaksOf =
  (day: string, word: string) =>
  (one: InStatement): boolean =>
    typeof one !== "string" && one.sql.includes(word) && JSON.stringify(one.args).includes(day);

describe("keeping a thousand pages of a day", () => {
  it("keeps the most read ones with all that is told of them, and every view, wherever it is broken off", async () => {
    const { open } = await freshDatabase();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 900, max: 1_900 }), async (each, pages) => {
        const db = open();
        await db.write(["DELETE FROM totals", "DELETE FROM counters", "DELETE FROM totals_cappings"]);
        const rows = Array.from({ length: pages }, (_, i) =>
          Array.from({ length: (i % each) + 1 }, (_none, c) => page(LATER, `/${(i * 7_919) % pages}`, 5 + i, `C${c}`)),
        ).flat();
        await db.write(insertRows(totals, rows));
        for (let turns = 0, isOpen = true; isOpen; turns++) {
          await cap(
            breaking(db, () => turns % 3 === 1),
            1,
          );
          const [left] = await db.read([
            "SELECT sum(views) AS views, (SELECT count(*) FROM totals_cappings) AS open FROM totals",
          ]);
          expect(left!.rows[0]!["views"]).toBe(sum(rows));
          isOpen = turns < 3 || left!.rows[0]!["open"] !== 0;
        }
        const stored = await all(db, LATER);
        expect(sum(stored)).toBe(sum(rows));

        const views = Map.groupBy(rows, ({ path }) => path);
        const ranked = [...views].map(([path, of]) => ({ path, views: sum(of) }));
        ranked.sort((a, b) => b.views - a.views || (a.path < b.path ? -1 : 1));
        const kept = new Set(ranked.slice(0, 1_000).map(({ path }) => path));
        const named = stored.filter(({ path }) => path !== "*");
        expect(new Set(named.map(({ path }) => path))).toEqual(kept);
        expect(named).toHaveLength(rows.filter(({ path }) => kept.has(path)).length);
      }),
      { numRuns: 4 },
    );
  });

  it("reads a day through once, outside the write lock, and then no more than a slice at a time", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const written: string[] = [];
    const changed: number[] = [];
    let read = 0;
    const watched: Db = {
      ...db,
      read: async (statements) => {
        if (JSON.stringify(statements).includes("GROUP BY path")) read++;
        return db.read(statements);
      },
      write: async (statements) => {
        written.push(...statements.map((one) => (typeof one === "string" ? one : one.sql)));
        const results = await db.write(statements);
        changed.push(...results.map(({ rowsAffected }) => rowsAffected));
        return results;
      },
    };
    const rows = Array.from({ length: 4_000 }, (_, i) => page(LATER, `/${i}`, 6));
    await db.write(insertRows(totals, rows));
    await cap(watched);
    expect(await all(db, LATER)).toHaveLength(1_001);
    expect(read).toBe(1);
    expect(Math.max(...changed)).toBeLessThanOrEqual(500);

    const places = ["2026-11-21", "/a", "", "", "", "/b", "", "", ""];
    for (const sql of new Set(written.filter((one) => one.includes("FROM totals WHERE")))) {
      const found = sql.replace(/^DELETE|^INSERT .*?(?=SELECT)/s, (verb) => (verb === "DELETE" ? "SELECT 1" : ""));
      const [plan] = await db.read([
        { sql: `EXPLAIN QUERY PLAN ${found.replace(/ON CONFLICT.*/s, "")}`, args: places },
      ]);
      const steps = plan!.rows.map((row) => String(row["detail"])).filter((step) => / totals /.test(step));
      expect(steps).toEqual([
        expect.stringMatching(/^SEARCH totals USING .*\(day=\? AND \(path,.*\)>.* AND \(path,.*\)</),
      ]);
    }
  });

  it("a day that fails keeps no later one waiting, and is done when it can be", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const rows = [EARLIER, LATER].flatMap((day) => Array.from({ length: 1_600 }, (_, i) => page(day, `/${i}`, 6)));
    await db.write(insertRows(totals, rows));
    for (const step of ["GROUP BY path", "DELETE FROM totals WHERE"]) {
      const broken = breaking(db, speaksOf(EARLIER, step));
      let failures = 0;
      for (let ticks = 0; ticks < 20; ticks++) failures += (await cap(broken)).length;
      expect(failures).toBeGreaterThan(0);
      expect(await all(db, EARLIER)).toHaveLength(1_600);
      expect(await all(db, LATER)).toHaveLength(1_001);
    }
    expect(await cap(db)).toEqual([]);
    expect(await all(db, EARLIER)).toHaveLength(1_001);
    expect(sum([...(await all(db, EARLIER)), ...(await all(db, LATER))])).toBe(sum(rows));
  });

  it("what two ticks do at once is done once", async () => {
    const { open } = await freshDatabase();
    const rows = Array.from({ length: 3_000 }, (_, i) => page(LATER, `/${i}`, 6));
    await open().write(insertRows(totals, rows));
    await Promise.all([cap(open()), cap(open()), cap(open())]);
    await cap(open());
    const stored = await all(open(), LATER);
    expect(sum(stored)).toBe(sum(rows));
    expect(stored).toHaveLength(1_001);
  });
});
