import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choices } from "../../worker/consent/tables.ts";
import { doChores } from "../../worker/jobs/chore.ts";
import { rollUp } from "../../worker/jobs/roll-up.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { choiceDays } from "../../worker/reports/choice-days.ts";
import { choiceSums, consentRates } from "../../worker/reports/choices.ts";
import { askOne } from "../../worker/reports/query.ts";
import { freshDatabase } from "../support/database.ts";
import { taskAt } from "../support/task.ts";

type Row = typeof choices.$inferInsert;

const TODAY = "2026-11-22";
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const DAYS = ["2026-11-20", "2026-11-21", TODAY];

const row: fc.Arbitrary<Row> = fc.record({
  day: fc.constantFrom(...DAYS),
  country: fc.constantFrom("", "DK", "DE", "LI"),
  how: fc.constantFrom("banner", "settings", "region"),
  version: fc.constantFrom("", "1", "2"),
  analytics: fc.boolean(),
  personalization: fc.boolean(),
  marketing: fc.boolean(),
  people: fc.integer({ min: 1, max: 6 }),
});

/** Adds choices as the consumer does. */
const add = (db: Db, rows: Row[]): Promise<unknown> =>
  db.write(
    rows.flatMap((one) =>
      insertRows(
        choices,
        [one],
        `ON CONFLICT(day, country, how, version, analytics, personalization, marketing)
         DO UPDATE SET people = people + excluded.people`,
      ),
    ),
  );

async function all(db: Db): Promise<Row[]> {
  const [result] = await db.read(["SELECT * FROM choices ORDER BY 1, 2, 3, 4, 5, 6, 7"]);
  return result!.rows.map((found) => ({ ...found }) as unknown as Row);
}

const sum = (rows: { people: number }[]): number => rows.reduce((total, { people }) => total + people, 0);
const roll = (db: Db, most = 200): Promise<unknown[]> => doChores(rollUp, taskAt(db, NOW), { slices: most });
const told = async (db: Db) => ({
  rates: consentRates(await askOne(db, choiceSums(DAYS[0]!, TODAY))),
  days: await askOne(db, choiceDays(DAYS[0]!, TODAY)),
});

describe("the roll-up of choices", () => {
  it("hides whoever is one of few and changes no sum, however often it runs and however late choices come", async () => {
    const { open } = await freshDatabase();
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), fc.array(row, { maxLength: 6 }), async (rows, late) => {
        const db = open();
        await db.write(["DELETE FROM choices"]);
        await add(db, rows);
        expect(await roll(db, 2)).toEqual([]);
        expect(await roll(db)).toEqual([]);
        await add(db, late);
        const before = await told(db);
        await roll(db);
        const stored = await all(db);
        await roll(db);
        expect(await all(db)).toEqual(stored);

        expect(sum(stored)).toBe(sum(rows) + sum(late));
        expect(await told(db)).toEqual(before);
        const few = stored.filter(({ day, people }) => day < TODAY && people < 5);
        for (const one of few) {
          expect(one).toMatchObject({ country: "", version: "*" });
          expect(["*", "region"]).toContain(one.how);
        }
        const today = [...rows, ...late].filter(({ day }) => day === TODAY);
        const names = ({ country, how, version }: Row): string => `${country} ${how} ${version}`;
        expect(new Set(stored.filter(({ day }) => day === TODAY).map(names))).toEqual(new Set(today.map(names)));
      }),
      { numRuns: 15 },
    );
  });

  it("takes no more than it must: first the country, then the words, then the way", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const chosen = (country: string, version: string, how: string, people: number): Row => ({
      day: "2026-11-21",
      country,
      version,
      how,
      people,
      analytics: true,
      personalization: false,
      marketing: false,
    });
    await add(db, [
      chosen("DK", "1", "banner", 5),
      chosen("DE", "1", "banner", 3),
      chosen("LI", "1", "banner", 2),
      chosen("LI", "1", "settings", 2),
      chosen("DE", "2", "settings", 4),
      chosen("LI", "1", "api", 1),
      chosen("LI", "1", "region", 1),
    ]);
    await roll(db);
    expect((await all(db)).map(({ country, version, how, people }) => [country, version, how, people])).toEqual([
      ["", "*", "*", 1],
      ["", "1", "banner", 5],
      ["", "*", "region", 1],
      ["", "*", "settings", 6],
      ["DK", "1", "banner", 5],
    ]);
  });

  it("goes on slice by slice, and finds the few by an index", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const rows = Array.from({ length: 1_300 }, (_, i): Row => ({
      day: "2026-11-21",
      country: "DK",
      how: "banner",
      version: `v${i}`,
      people: 1,
      analytics: true,
      personalization: true,
      marketing: true,
    }));
    await db.write(insertRows(choices, rows));
    const found: string[] = [];
    const watched: Db = {
      ...db,
      write: async (statements) => {
        const slices = statements.flatMap((one) =>
          typeof one === "string" ? [] : (/DELETE FROM choices WHERE rowid IN \((.*)\)$/s.exec(one.sql)?.[1] ?? []),
        );
        found.push(...slices);
        return db.write(statements);
      },
    };
    await roll(watched);
    expect(await all(db)).toEqual([
      expect.objectContaining({ country: "", version: "*", how: "banner", people: 1_300 }),
    ]);
    expect(new Set(found).size).toBe(3);
    for (const sql of new Set(found)) {
      const [plan] = await db.read([{ sql: `EXPLAIN QUERY PLAN ${sql}`, args: [TODAY] }]);
      expect(plan!.rows.map((step) => step["detail"])).toEqual([
        expect.stringMatching(/^SEARCH choices USING (COVERING )?INDEX choices_few \(day</),
      ]);
    }
  });
});
