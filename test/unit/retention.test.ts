import { describe, expect, it } from "vitest";
import { type Chore, doChores } from "../../worker/jobs/chore.ts";
import { retention } from "../../worker/jobs/retention.ts";
import { consents } from "../../worker/consent/tables.ts";
import { deadLetters, events } from "../../worker/events/tables.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { merges, profiles, sessions, visitors } from "../../worker/profiles/tables.ts";
import { receipts } from "../../worker/reports/tables.ts";
import { profileSegments } from "../../worker/segments/tables.ts";
import { emptyState } from "../../worker/state/state.ts";
import { freshDatabase } from "../support/database.ts";
import { taskAt } from "../support/task.ts";
import { DAY, NOON } from "../support/events.ts";

const KEPT = { events: 100 * DAY, visitors: 30 * DAY };
const OLD = NOON - 101 * DAY;
const AWAY = NOON - 31 * DAY;

type Profile = typeof profiles.$inferInsert;

const profile = (id: string, lastSeen: number, more: Partial<Profile> = {}): Profile => ({
  id,
  version: 1,
  traits: {},
  state: emptyState("interest", lastSeen),
  stage: "interest",
  firstSeen: lastSeen,
  lastSeen,
  ...more,
});

const happening = (id: string, profileId: string, at: number): typeof events.$inferInsert => ({
  id,
  profileId,
  type: "page_view",
  at,
  receivedAt: at,
  data: {},
  effects: {},
});

/** A visitor with one of everything that may belong to one. */
const everything = (id: string, at: number) => [
  ...insertRows(events, [happening(`event of ${id}`, id, at)]),
  ...insertRows(visitors, [{ id: `browser of ${id}`, profileId: id, firstSeen: at, lastSeen: at }]),
  ...insertRows(sessions, [{ profileId: id, startedAt: at, lastAt: at, views: 1 }]),
  ...insertRows(consents, [
    {
      id: `choice of ${id}`,
      profileId: id,
      at,
      analytics: true,
      personalization: true,
      marketing: true,
      how: "banner",
      gpc: false,
    },
  ]),
  ...insertRows(profileSegments, [{ segment: "engaged", profileId: id, since: at }]),
];

const tidy = (db: Db, most = 200, now = NOON): Promise<unknown[]> =>
  doChores(retention, taskAt(db, now, KEPT), { slices: most });

async function left(db: Db): Promise<Record<string, number>> {
  const tables = [
    "events",
    "sessions",
    "visitors",
    "consents",
    "profile_segments",
    "merges",
    "profiles",
    "dead_letters",
  ];
  const results = await db.read(tables.map((table) => `SELECT count(*) AS n FROM ${table}`));
  return Object.fromEntries(tables.map((table, i) => [table, Number(results[i]!.rows[0]!["n"])]));
}

describe("retention", () => {
  it("deletes events, visits and dead letters after their time, the oldest first, a slice at a time", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const many = Array.from({ length: 1_300 }, (_, i) => happening(`e${i}`, "known", OLD - i));
    await db.write([
      ...insertRows(profiles, [profile("known", OLD, { email: "anna@acme.example" })]),
      ...insertRows(events, [...many, happening("young", "known", NOON - 99 * DAY)]),
      ...insertRows(sessions, [
        { profileId: "known", startedAt: OLD, lastAt: OLD, views: 1 },
        { profileId: "known", startedAt: NOON, lastAt: NOON, views: 1 },
      ]),
      ...insertRows(deadLetters, [
        { id: "old", at: OLD, reason: "?", body: {} },
        { id: "young", at: NOON, reason: "?", body: {} },
      ]),
    ]);
    await tidy(db, retention.length);
    expect(await left(db)).toMatchObject({ events: 801, sessions: 1, dead_letters: 1, profiles: 1 });
    const [oldest] = await db.read(["SELECT min(at) AS at FROM events"]);
    expect(oldest!.rows[0]!["at"]).toBe(OLD - 799);
    await tidy(db);
    expect(await left(db)).toMatchObject({ events: 1, profiles: 1 });
  });

  it("forgets which messages were added to sums after two days, a slice at a time", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const old = Array.from({ length: 1_200 }, (_, i) => ({ id: `r${i}`, at: NOON - 2 * DAY - 1 - i }));
    await db.write(insertRows(receipts, [...old, { id: "young", at: NOON - 2 * DAY + 1 }]));
    await tidy(db, retention.length);
    const [first] = await db.read(["SELECT count(*) AS n FROM receipts"]);
    expect(first!.rows[0]!["n"]).toBe(701);
    await tidy(db);
    const [then] = await db.read(["SELECT id FROM receipts"]);
    expect(then!.rows.map((row) => row["id"])).toEqual(["young"]);
  });

  it("forgets visitors who never said who they are, with everything of theirs, and nobody else", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const ids = ["away", "here", "mail", "user"];
    await db.write([
      ...insertRows(profiles, [
        profile("away", AWAY),
        profile("joined", AWAY, { mergedInto: "away" }),
        profile("here", NOON - 29 * DAY),
        profile("mail", AWAY, { email: "anna@acme.example" }),
        profile("user", AWAY, { externalId: "42" }),
        profile("of mail", AWAY, { mergedInto: "mail" }),
        profile("erased", AWAY, { erasedAt: AWAY }),
      ]),
      ...insertRows(merges, [
        { fromId: "joined", intoId: "away", at: AWAY, eventId: "x" },
        { fromId: "of mail", intoId: "mail", at: AWAY, eventId: "y" },
      ]),
      ...ids.flatMap((id) => everything(id, AWAY)),
    ]);
    expect(await tidy(db)).toEqual([]);
    expect(await left(db)).toEqual({
      events: 3,
      sessions: 3,
      visitors: 3,
      consents: 3,
      profile_segments: 3,
      merges: 1,
      profiles: 5,
      dead_letters: 0,
    });
    const [found] = await db.read(["SELECT id FROM profiles ORDER BY id"]);
    expect(found!.rows.map((row) => row["id"])).toEqual(["erased", "here", "mail", "of mail", "user"]);
  });

  it("takes the many events of one visitor in slices, and ends where it is done", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await db.write([
      ...insertRows(profiles, [
        profile("busy", AWAY),
        ...Array.from({ length: 120 }, (_, i) => profile(`p${i}`, AWAY - i)),
      ]),
      ...insertRows(
        events,
        Array.from({ length: 1_100 }, (_, i) => happening(`e${i}`, "busy", AWAY - i)),
      ),
    ]);
    for (let ticks = 0; (await left(db))["profiles"]! > 0; ticks++) {
      const before = await left(db);
      await tidy(db, retention.length);
      const after = await left(db);
      expect(before["events"]! - after["events"]!).toBeLessThanOrEqual(500);
      expect(ticks).toBeLessThan(10);
    }
    expect(await left(db)).toMatchObject({ events: 0, profiles: 0 });
  });

  it("finds what is old by an index, whatever else there is", async () => {
    const { open } = await freshDatabase();
    const asked: string[] = [];
    const db = open();
    const watched: Db = {
      ...db,
      write: (statements) => {
        asked.push(...statements.map((one) => (typeof one === "string" ? one : one.sql)));
        return db.write(statements);
      },
    };
    await tidy(watched);
    for (const table of ["events", "sessions", "dead_letters", "receipts"]) {
      const sql = asked.find((one) => one.startsWith(`DELETE FROM ${table} `))!;
      const found = /\((SELECT [^)]+)\)/.exec(sql)![1]!;
      const [plan] = await db.read([{ sql: `EXPLAIN QUERY PLAN ${found}`, args: [0] }]);
      const steps = plan!.rows.map((row) => String(row["detail"]));
      expect(steps).toEqual([expect.stringMatching(new RegExp(`^SEARCH ${table} USING COVERING INDEX`))]);
    }
  });
});

describe("chores", () => {
  const task = taskAt({} as Db, NOON, KEPT);

  it("take turns, stop when they have had enough, and do not suffer from each other", async () => {
    const done: string[] = [];
    const chore = (name: string, slices: number): Chore => ({
      name,
      slice: async () => {
        done.push(name);
        if (name === "broken") throw new Error("broken");
        return --slices > 0;
      },
    });
    const failures = await doChores([chore("long", 9), chore("broken", 9), chore("short", 2)], task, { slices: 7 });
    expect(done).toEqual(["long", "broken", "short", "long", "short", "long", "long"]);
    expect(failures).toEqual([new Error("broken")]);
  });
});
