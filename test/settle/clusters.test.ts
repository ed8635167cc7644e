import { describe, expect, it } from "vitest";
import { findClusters } from "../../worker/jobs/clusters.ts";
import { republish } from "../../worker/jobs/republish.ts";
import type { Db } from "../../worker/platform/db.ts";
import { type Compiled, compile, Playbook } from "../../worker/playbook/index.ts";
import { needNames } from "../../worker/playbook/needs.ts";
import { publish } from "../../worker/playbook/store.ts";
import { idOf, readers, searchAll, SORTS } from "../support/clusters.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, NOON } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const CLUSTERS = { count: 3, every: "7d" };

/** A playbook that looks for groups, or does not, published as a revision. */
async function published(db: Db, revision: number, isLooking: boolean): Promise<Compiled> {
  const segments = { "who-picks": { title: "Pickers", when: { cluster: "picking" } } };
  const copy = { ...structuredClone(document), ...(isLooking ? { clusters: CLUSTERS, segments } : {}) };
  expect(await publish(db, { document: copy }, NOON)).toMatchObject({ revision });
  const playbook = Playbook.parse(copy);
  return compile(playbook, revision, Object.fromEntries(needNames(playbook).map((name) => [name, 1])));
}

async function clustersOf(db: Db): Promise<Map<string, string | null>> {
  const [result] = await db.read(["SELECT id, state->>'$.cluster' AS cluster FROM profiles"]);
  return new Map(
    result!.rows.map((row) => [String(row["id"]), row["cluster"] === null ? null : String(row["cluster"])]),
  );
}

/** The groups of the first so many of each sort. */
function groupsOf(of: Map<string, string | null>, from: number, to: number): Record<string, string[]> {
  const all = Object.keys(SORTS).map((sort): [string, string[]] => {
    const names = Array.from({ length: to - from }, (_, i) => of.get(idOf(sort, from + i)) ?? "none");
    return [sort, [...new Set(names)]];
  });
  return Object.fromEntries(all);
}

async function eventsOf(db: Db): Promise<number> {
  const [result] = await db.read(["SELECT count(*) AS n FROM events WHERE type = 'cluster_entered'"]);
  return Number(result!.rows[0]!["n"]);
}

const EXPECTED = { pickers: ["picking"], buyers: ["pricing"], readers: ["blog"] };

describe("groups of people who read alike", () => {
  it("are found, every person in the right one, and segments that ask for them follow at once", async () => {
    const db = (await freshDatabase()).open();
    const playbook = await published(db, 1, true);
    await readers(db, playbook, NOON, 0, 40);
    await searchAll({ db, now: NOON, playbook });
    expect(groupsOf(await clustersOf(db), 0, 40)).toEqual(EXPECTED);
    expect(await eventsOf(db)).toBe(120);
    const [members, entered, row] = await db.read([
      "SELECT count(*) AS n FROM profile_segments WHERE segment = 'who-picks'",
      "SELECT count(*) AS n FROM events WHERE type = 'segment_entered' AND name = 'who-picks'",
      "SELECT sizes, finished_at FROM clusters",
    ]);
    expect(members!.rows[0]!["n"]).toBe(40);
    expect(entered!.rows[0]!["n"]).toBe(40);
    expect(JSON.parse(String(row!.rows[0]!["sizes"]))).toEqual({ picking: 40, pricing: 40, blog: 40 });
    expect(row!.rows[0]!["finished_at"]).toBe(NOON);
  });

  it("are looked for when it is time, and keep their names with other people and in another order", async () => {
    const db = (await freshDatabase()).open();
    const playbook = await published(db, 1, true);
    await readers(db, playbook, NOON, 0, 40);
    await searchAll({ db, now: NOON, playbook });
    await readers(db, playbook, NOON + DAY, 40, 90);
    expect(await findClusters.slice({ db, now: NOON + 6 * DAY, playbook })).toBe(false);
    expect(groupsOf(await clustersOf(db), 40, 90)).toEqual({ pickers: ["none"], buyers: ["none"], readers: ["none"] });
    await searchAll({ db, now: NOON + 7 * DAY, playbook });
    expect(groupsOf(await clustersOf(db), 0, 90)).toEqual(EXPECTED);
    expect(await eventsOf(db)).toBe(270);
  });

  it("goes on where it was stopped, and tells nobody twice", async () => {
    const db = (await freshDatabase()).open();
    const playbook = await published(db, 1, true);
    await readers(db, playbook, NOON, 0, 200);
    const task = { db, now: NOON, playbook };
    expect(await findClusters.slice(task)).toBe(true);
    const dying: Db = {
      ...db,
      read: (statements) => db.read(statements),
      exclusively: (work) => db.exclusively(work),
      roundTrips: 0,
      // The people of the slice are told, the place it has come to is not noted.
      write: (statements) =>
        JSON.stringify(statements).includes("UPDATE clusters")
          ? Promise.reject(new Error("gone"))
          : db.write(statements),
    };
    await expect(findClusters.slice({ ...task, db: dying })).rejects.toThrow("gone");
    expect(await eventsOf(db)).toBe(500);
    await Promise.all([searchAll({ ...task, now: NOON + 60_000 }), searchAll({ ...task, now: NOON + 60_000 })]);
    expect(await eventsOf(db)).toBe(600);
    expect(groupsOf(await clustersOf(db), 0, 200)).toEqual(EXPECTED);
    const [row] = await db.read(["SELECT sizes FROM clusters"]);
    expect(JSON.parse(String(row!.rows[0]!["sizes"]))).toEqual({ picking: 200, pricing: 200, blog: 200 });
  });

  it("are not looked for among few people, and again after an hour", async () => {
    const db = (await freshDatabase()).open();
    const playbook = await published(db, 1, true);
    await readers(db, playbook, NOON, 0, 16);
    expect(await findClusters.slice({ db, now: NOON, playbook })).toBe(false);
    await readers(db, playbook, NOON, 16, 17);
    expect(await findClusters.slice({ db, now: NOON + 60_000, playbook })).toBe(false);
    expect(await eventsOf(db)).toBe(0);
    await searchAll({ db, now: NOON + 3_600_000, playbook });
    expect(await eventsOf(db)).toBe(51);
  });

  it("do not make anybody look seen, and leave out those who objected", async () => {
    const db = (await freshDatabase()).open();
    const playbook = await published(db, 1, true);
    await readers(db, playbook, NOON, 0, 40);
    const objector = idOf("buyers", 0);
    await db.write([
      {
        sql: `UPDATE profiles SET state = json_set(state, '$.consentAt', 1, '$.consent.analytics', json('false')) WHERE id = ?`,
        args: [objector],
      },
    ]);
    await searchAll({ db, now: NOON + DAY, playbook });
    const [latest] = await db.read(["SELECT max(last_seen) AS last FROM profiles"]);
    expect(Number(latest!.rows[0]!["last"])).toBeLessThan(NOON);
    expect((await clustersOf(db)).get(objector)).toBeNull();
    expect(await eventsOf(db)).toBe(119);
  });

  it("are given up with clusters.yaml", async () => {
    const db = (await freshDatabase()).open();
    const playbook = await published(db, 1, true);
    await readers(db, playbook, NOON, 0, 40);
    await searchAll({ db, now: NOON, playbook });
    const without = await published(db, 2, false);
    const task = { db, now: NOON + DAY, playbook: without };
    while (await republish.slice(task));
    expect(await findClusters.slice(task)).toBe(false);
    expect(new Set((await clustersOf(db)).values())).toEqual(new Set([null]));
    const [left, model] = await db.read([
      "SELECT count(*) AS n FROM events WHERE type = 'segment_left' AND name = 'who-picks'",
      "SELECT count(*) AS n FROM clusters",
    ]);
    expect(left!.rows[0]!["n"]).toBe(40);
    expect(model!.rows[0]!["n"]).toBe(0);
  });
});
