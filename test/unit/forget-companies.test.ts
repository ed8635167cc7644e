import { describe, expect, it } from "vitest";
import { companies, companyKeys } from "../../worker/companies/tables.ts";
import { doChores } from "../../worker/jobs/chore.ts";
import { retention } from "../../worker/jobs/retention.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { profiles, sessions } from "../../worker/profiles/tables.ts";
import { emptyState } from "../../worker/state/state.ts";
import { freshDatabase } from "../support/database.ts";
import { taskAt } from "../support/task.ts";
import { DAY, NOON } from "../support/events.ts";

const KEPT = { events: 100 * DAY, visitors: 300 * DAY };
const OLD = NOON - 101 * DAY;

const company = (id: string, lastSeen = OLD): typeof companies.$inferInsert => ({
  id,
  name: id,
  domain: null,
  traits: {},
  firstSeen: lastSeen,
  lastSeen,
});

const visit = (companyId: string, at: number): typeof sessions.$inferInsert => ({
  profileId: "v",
  startedAt: at,
  lastAt: at,
  views: 1,
  companyId,
});

const tidy = (db: Db, most = 200): Promise<unknown[]> => doChores(retention, taskAt(db, NOON, KEPT), { slices: most });

async function column(db: Db, sql: string): Promise<unknown[]> {
  const [result] = await db.read([sql]);
  return result!.rows.map((row) => row[0]);
}

describe("companies", () => {
  it("are forgotten with their keys when nothing has told of them for as long as events are kept", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await db.write([
      ...insertRows(
        companies,
        ["gone", "visited", "visited long ago", "employer", "own"].map((id) => company(id)),
      ),
      ...insertRows(companies, [company("young", NOON - 99 * DAY)]),
      ...insertRows(
        companyKeys,
        ["network:gone", "domain:gone", "network:employer", "network:own", "group:own"].map((key) => ({
          key,
          companyId: key.split(":")[1]!,
        })),
      ),
      ...insertRows(sessions, [visit("visited", NOON), visit("visited long ago", OLD)]),
      ...insertRows(profiles, [
        {
          id: "p",
          version: 1,
          email: "anna@acme.example",
          companyId: "employer",
          traits: {},
          stage: "interest",
          state: emptyState("interest", OLD),
          firstSeen: OLD,
          lastSeen: OLD,
        },
      ]),
    ]);
    expect(await tidy(db)).toEqual([]);
    await tidy(db);
    expect(await column(db, "SELECT id FROM companies ORDER BY id")).toEqual(["employer", "own", "visited", "young"]);
    expect(await column(db, "SELECT key FROM company_keys ORDER BY key")).toEqual([
      "group:own",
      "network:employer",
      "network:own",
    ]);
  });

  it("are looked at a slice a tick, however many of them stay, and each has its turn", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const stay = Array.from({ length: 1_200 }, (_, i) => company(`s${i}`));
    await db.write([
      ...insertRows(companies, [...stay, ...Array.from({ length: 700 }, (_, i) => company(`g${i}`))]),
      ...insertRows(
        companyKeys,
        stay.map(({ id }) => ({ key: `group:${id}`, companyId: id })),
      ),
    ]);
    let most = 0;
    const watched: Db = {
      ...db,
      read: async (statements) => {
        const results = await db.read(statements);
        most = Math.max(most, ...results.map(({ rows }) => rows.length));
        return results;
      },
    };
    for (let ticks = 0; ticks < 5; ticks++) await tidy(watched);
    expect(most).toBeLessThanOrEqual(500);
    expect(await column(db, "SELECT count(*) FROM companies")).toEqual([1_200]);
    await db.write(insertRows(companies, [company("late")]));
    for (let ticks = 0; ticks < 5; ticks++) await tidy(db);
    expect(await column(db, "SELECT count(*) FROM companies")).toEqual([1_200]);
  });

  it("are found by indexes alone", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const plans: string[] = [];
    const watched: Db = {
      ...db,
      read: async (statements) => {
        for (const one of statements) {
          if (typeof one === "string" || !one.sql.includes("companies AS c")) continue;
          const [plan] = await db.read([{ ...one, sql: `EXPLAIN QUERY PLAN ${one.sql}` }]);
          plans.push(...plan!.rows.map((row) => String(row["detail"])));
        }
        return db.read(statements);
      },
    };
    await db.write(["ANALYZE"]);
    await tidy(watched);
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((step) => step.startsWith("SCAN"))).toEqual([]);
  });
});
