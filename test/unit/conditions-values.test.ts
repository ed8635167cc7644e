import { describe, expect, it } from "vitest";
import { evaluate, factsOf } from "../../worker/conditions/index.ts";
import { toSql } from "../../worker/conditions/sql/index.ts";
import type { Event } from "../../worker/events/event.ts";
import type { Db } from "../../worker/platform/db.ts";
import { compile, Condition } from "../../worker/playbook/index.ts";
import { Document } from "../../worker/playbook/document.ts";
import { PERSON, toPerson } from "../../worker/profiles/store.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { event, NOON } from "../support/events.ts";
import { document } from "../support/playbook.ts";
import { NUMBERS, TEXTS } from "../support/written-conditions.ts";

const NOW = NOON + 3_600_000;
const nobody = { fit: { points: 0, grade: "D" }, behaviour: { points: 0, rank: 4 }, action: null } as const;

/** What both executors say of everybody, by id: [SQL, memory]. */
async function asked(db: Db, conditions: unknown[]): Promise<Map<string, [inSql: number, inMemory: number][]>> {
  const parsed = conditions.map((one) => Condition.parse(one));
  const [rows, ...answers] = await db.read([
    `SELECT ${PERSON} FROM profiles AS p ORDER BY id`,
    ...parsed.map((condition) => {
      const { sql, args } = toSql(condition, { now: NOW, timeZone: "UTC" });
      return { sql: `SELECT ${sql} AS holds FROM profiles AS p ORDER BY id`, args };
    }),
  ]);
  return new Map(
    rows!.rows.map((row, n) => {
      const { id, state } = toPerson(row);
      const facts = factsOf(state, NOW, "UTC", () => nobody);
      return [
        id,
        parsed.map(
          (one, i) => [Number(answers[i]!.rows[n]!["holds"]), Number(evaluate(one, facts))] as [number, number],
        ),
      ];
    }),
  );
}

/** One event after the other, of people who each have the profile that their event names. */
async function done(db: Db, events: Event[], when: unknown): Promise<void> {
  const segments = { asked: { title: "t", when } };
  await settle(
    db,
    [{ kind: "events", id: events[0]!.id, events }],
    compile(Document.parse({ ...document, segments }), 1),
    NOW,
  );
}

const profile = (n: number): string => `11111111-1111-4111-8111-${String(n).padStart(12, "0")}`;
const order = (n: number, total: unknown, at = NOON): Event =>
  event("track", at, { name: "Order Completed", properties: { total }, profile: profile(n), visitor: null });

describe("both executors", () => {
  it("compare every value with every other alike", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const scalars = [...TEXTS, ...NUMBERS, true, false, "YES", "é", "É", "ǅ", "ς", "Σ", "-0", "1e3", "007", " 12"];
    const values = [...scalars, ["Ærø", 12], [], ["x", "straße"], null];
    await db.write(
      values.map((t, i) => ({
        sql: "INSERT INTO profiles (id, version, traits, state, stage, first_seen, last_seen) VALUES (?, 1, '{}', ?, 'x', 0, 0)",
        args: [profile(i), JSON.stringify({ traits: t === null ? {} : { t } })],
      })),
    );
    const texts = scalars.filter((one) => typeof one === "string");
    const numbers = scalars.filter((one) => typeof one === "number");
    const matchers = [
      ...scalars.map((eq) => ({ eq })),
      ...texts.flatMap((text) => [{ contains: text }, { startsWith: text.slice(0, 2) }, { contains: text.slice(1) }]),
      ...numbers.flatMap((number) => [{ gt: number }, { gte: number }, { lt: number }, { lte: number }]),
      ...[true, false].map((exists) => ({ exists })),
      { in: scalars },
      { in: ["ærø", "X"], contains: "R" },
      {},
    ];
    const answers = await asked(
      db,
      matchers.map((is) => ({ trait: "t", ...is })),
    );
    const unlike = values.flatMap((value, i) =>
      answers
        .get(profile(i))!
        .flatMap(([inSql, inMemory], m) => (inSql === inMemory ? [] : [{ value, is: matchers[m], inSql }])),
    );
    expect(unlike).toEqual([]);
  });

  it("add up to the hundredth alike", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const totals = [
      ...NUMBERS,
      0.005,
      1.005,
      -0.005,
      -1.005,
      2.675,
      -2.674,
      1e9,
      1e9 + 1,
      "12.345",
      "-7",
      "x",
      true,
      [5],
    ];
    const sum = { did: "Order Completed", sum: "properties.total" };
    await done(
      db,
      totals.map((total, i) => order(i, total)),
      { ...sum, gte: 0 },
    );
    const near = totals.flatMap((total) => [-0.01, 0, 0.01].map((off) => Math.round(Number(total) * 100) / 100 + off));
    const bounds = near.filter((bound) => Math.abs(bound) <= 1e9);
    const answers = await asked(
      db,
      bounds.flatMap((bound) => [
        { ...sum, gte: bound },
        { ...sum, lte: bound },
      ]),
    );
    expect(answers.size).toBe(totals.length);
    for (const both of answers.values()) for (const [inSql, inMemory] of both) expect(inSql).toBe(inMemory);
  });

  it("add up the latest twenty values of a window, and no more", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const sum = { did: "Order Completed", sum: "properties.total", within: "7d" };
    // Three a minute. Of the three of which only two are among the latest twenty, the larger count.
    const events = Array.from({ length: 30 }, (_, i) =>
      order(0, i < 9 ? 50 : i === 9 ? 2 : 1, NOON + Math.floor(i / 3) * 60_000),
    );
    await done(db, events, { ...sum, gte: 0 });
    const answers = await asked(db, [
      { ...sum, gte: 21 },
      { ...sum, gte: 21.01 },
    ]);
    expect(answers.get(profile(0))).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it("tell different values apart alike", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const values = [
      "a",
      "a",
      "A",
      1,
      "1",
      true,
      "true",
      1.5,
      "1.5",
      1e21,
      "1e+21",
      ["a", "b", null, ["c"]],
      null,
      { a: 1 },
    ];
    const distinct = (atLeast: number) => ({ did: "Order Completed", distinct: "properties.total", atLeast });
    const events = values.map((total, i) => order(0, total, NOON + i * 1_000));
    await done(db, events, { any: [distinct(7), distinct(8)] });
    // a, A, 1, true, 1.5, 1e+21 and b.
    expect((await asked(db, [distinct(7), distinct(8)])).get(profile(0))).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});
