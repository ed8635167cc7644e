import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doChores } from "../../worker/jobs/chore.ts";
import { rollUp } from "../../worker/jobs/roll-up.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { askOne } from "../../worker/reports/query.ts";
import { totals } from "../../worker/reports/tables.ts";
import { GROUPS, hideFew, totalsBy } from "../../worker/reports/totals.ts";
import { freshDatabase } from "../support/database.ts";
import { taskAt } from "../support/task.ts";

type Row = typeof totals.$inferInsert;

const TODAY = "2026-11-22";
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const DAYS = ["2026-11-19", "2026-11-20", "2026-11-21", TODAY];

const row: fc.Arbitrary<Row> = fc.record({
  day: fc.constantFrom(...DAYS),
  path: fc.constantFrom("/", "/a", "/b/*", "/c"),
  referrer: fc.constantFrom("direct", "search"),
  country: fc.constantFrom("", "DK", "DE"),
  device: fc.constantFrom("desktop", "mobile"),
  views: fc.integer({ min: 1, max: 7 }),
});

/** Adds views as the consumer does. */
const add = (db: Db, rows: Row[]): Promise<unknown> =>
  db.write(
    rows.flatMap((one) =>
      insertRows(
        totals,
        [one],
        "ON CONFLICT(day, path, referrer, country, device) DO UPDATE SET views = views + excluded.views",
      ),
    ),
  );

async function all(db: Db): Promise<Row[]> {
  const [result] = await db.read([
    "SELECT day, path, referrer, country, device, views FROM totals ORDER BY 1, 2, 3, 4, 5",
  ]);
  return result!.rows.map((found) => ({ ...found }) as unknown as Row);
}

const sum = (rows: { views: number }[]): number => rows.reduce((total, { views }) => total + views, 0);
const roll = (db: Db, most = 100): Promise<unknown[]> => doChores(rollUp, taskAt(db, NOW), { slices: most });

describe("the roll-up of totals", () => {
  it("hides small numbers and loses no view, however often it runs and however late views come", async () => {
    const { open } = await freshDatabase();
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.array(row, { maxLength: 6 }), async (rows, late) => {
        const db = open();
        await db.write(["DELETE FROM totals", "DELETE FROM counters"]);
        if (rows.length > 0) await add(db, rows);
        expect(await roll(db)).toEqual([]);
        if (late.length > 0) await add(db, late);
        await roll(db);
        const stored = await all(db);
        await roll(db);
        expect(await all(db)).toEqual(stored);

        expect(sum(stored)).toBe(sum(rows) + sum(late));
        for (const day of DAYS) {
          const given = [...rows, ...late].filter((one) => one.day === day);
          expect(sum(stored.filter((one) => one.day === day))).toBe(sum(given));
        }
        const past = stored.filter(({ day }) => day < TODAY);
        expect(past.filter(({ referrer, views }) => referrer !== "" && views < 5)).toEqual([]);
        for (const one of past.filter(({ path }) => path !== "*")) {
          const page = past.filter(({ day, path }) => day === one.day && path === one.path);
          expect(sum(page)).toBeGreaterThanOrEqual(5);
        }
        for (const by of GROUPS) {
          const told = await askOne(db, totalsBy(by, DAYS[0]!, TODAY));
          expect(sum(told)).toBe(sum(stored));
          expect(told.filter(({ name, views }) => name !== "*" && views < 5)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("leaves today alone, and large numbers as they are", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const rows: Row[] = [
      { day: TODAY, path: "/", referrer: "direct", country: "DK", device: "mobile", views: 1 },
      { day: "2026-11-21", path: "/", referrer: "direct", country: "DK", device: "mobile", views: 5 },
    ];
    await add(db, rows);
    await roll(db);
    expect(await all(db)).toEqual(rows.toReversed());
  });

  it("goes on where it was broken off, each slice being whole", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const rows = Array.from({ length: 1_700 }, (_, i): Row => ({
      day: DAYS[i % 3]!,
      path: `/${i}`,
      referrer: "direct",
      country: "",
      device: "other",
      views: 1,
    }));
    await db.write(insertRows(totals, rows));
    for (let slices = 0; slices < 3; slices++) {
      await db.write(hideFew(TODAY));
      expect(sum(await all(db))).toBe(1_700);
    }
    await expect(db.write([...hideFew(TODAY), "INSERT INTO nowhere VALUES (1)"])).rejects.toThrow();
    expect(sum(await all(db))).toBe(1_700);
    await roll(db);
    expect(await all(db)).toEqual(
      DAYS.slice(0, 3).map((day) => {
        const views = rows.filter((one) => one.day === day).length;
        return { day, path: "*", referrer: "", country: "", device: "", views };
      }),
    );
  });

  it("keeps a thousand pages of a day by name, whatever strangers post", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const made = Array.from({ length: 2_600 }, (_, i): Row => ({
      day: "2026-11-21",
      path: `/${i}`,
      referrer: "direct",
      country: "",
      device: "other",
      views: 6,
    }));
    await db.write(insertRows(totals, [...made, { ...made[0]!, path: "/real", views: 90 }]));
    await roll(db);
    const stored = await all(db);
    expect(stored).toHaveLength(1_001);
    expect(sum(stored)).toBe(2_600 * 6 + 90);
    expect(stored).toContainEqual(expect.objectContaining({ path: "/real", views: 90 }));
    expect(stored).toContainEqual(expect.objectContaining({ path: "*", views: 1_601 * 6 }));
  });
});
