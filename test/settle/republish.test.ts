import { describe, expect, it } from "vitest";
import { doChores } from "../../worker/jobs/chore.ts";
import { republish } from "../../worker/jobs/republish.ts";
import { wake } from "../../worker/jobs/wake.ts";
import type { Db } from "../../worker/platform/db.ts";
import type { Compiled } from "../../worker/playbook/index.ts";
import { currentRevision, newestInForce, publish } from "../../worker/playbook/store.ts";
import { settle, settleLocked } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, event, NOON, view } from "../support/events.ts";
import { document } from "../support/playbook.ts";

type Document = typeof document;

const person = (n: number): string => `33333333-3333-4333-8333-${String(n).padStart(12, "0")}`;

async function published(db: Db, at: number, change: (copy: Document) => void = () => undefined): Promise<Compiled> {
  const copy = structuredClone(document);
  change(copy);
  await publish(db, { document: copy }, at);
  return newestInForce(db);
}

const withBlog =
  (atLeast: number) =>
  (copy: Document): void => {
    const when = { did: "page_view", where: { "page.class": "blog" }, atLeast, within: "7d" };
    Object.assign(copy.segments, { bloggers: { title: "Bloggers", when } });
  };

/** Views of the blog and the price page by `people`, a minute apart. */
async function read(db: Db, playbook: Compiled, people: number, at: number): Promise<void> {
  const events = Array.from({ length: people }, (_, n) =>
    ["/blog/a", "/pricing", "/blog/b"].map((path, i) =>
      view(playbook, path, at + i * 60_000, { profile: person(n), visitor: person(n) }),
    ),
  ).flat();
  await settle(db, [{ kind: "events", id: "batch", events }], playbook, at + 180_000);
}

async function list(db: Db, sql: string): Promise<unknown[]> {
  const [result] = await db.read([sql]);
  return result!.rows.map((row) => row[0]);
}

const members = (db: Db, segment: string): Promise<unknown[]> =>
  list(db, `SELECT profile_id FROM profile_segments WHERE segment = '${segment}' ORDER BY 1`);

describe("a playbook that asks something new", () => {
  it("is answered from history for whoever is seen next, before anything is decided", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const first = await published(db, NOON);
    await read(db, first, 2, NOON);
    const second = await published(db, NOON + DAY, withBlog(2));
    await settle(
      db,
      [{ kind: "events", id: "x", events: [event("identify", NOON + DAY, { profile: person(0) })] }],
      second,
      NOON + DAY,
    );
    expect(await members(db, "bloggers")).toEqual([person(0)]);
  });

  it("is answered so under the write lock too", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await read(db, await published(db, NOON), 1, NOON);
    const second = await published(db, NOON + DAY, withBlog(2));
    const events = [event("identify", NOON + DAY, { profile: person(0) })];
    await db.exclusively((locked) => settleLocked(locked, [{ kind: "events", id: "x", events }], second, NOON + DAY));
    expect(await members(db, "bloggers")).toEqual([person(0)]);
  });

  it("is brought to everybody of before there was a count of them, and counts them first", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const playbook = await published(db, NOON);
    await read(db, playbook, 3, NOON);
    await db.write(["DELETE FROM republishings", "UPDATE profiles SET revision = 0"]);
    await doChores([republish], { db, now: NOON + DAY, playbook }, { slices: 5 });
    expect(await list(db, "SELECT done || ' of ' || total FROM republishings")).toEqual(["3 of 3"]);
  });

  it("is brought to everybody once, by however many at once, and as events", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await read(db, await published(db, NOON), 1_200, NOON);
    const second = await published(db, NOON + DAY, withBlog(2));
    const jobs = Array.from({ length: 3 }, () =>
      doChores([republish], { db: open(), now: NOON + DAY, playbook: second }, { slices: 20 }),
    );
    expect((await Promise.all(jobs)).flat()).toEqual([]);
    expect(await members(db, "bloggers")).toHaveLength(1_200);
    expect(await list(db, "SELECT count(*) FROM events WHERE type = 'segment_entered' AND name = 'bloggers'")).toEqual([
      1_200,
    ]);
    expect(await list(db, "SELECT DISTINCT data->>'$.properties.by' FROM events WHERE name = 'bloggers'")).toEqual([
      "publish",
    ]);
    expect(await list(db, "SELECT done FROM republishings WHERE revision = 2")).toEqual([1_200]);
    expect(await list(db, "SELECT finished_at > 0 FROM republishings WHERE revision = 2")).toEqual([1]);
  });

  it("gives points anew by rules that changed, and keeps those of the others", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await read(db, await published(db, NOON), 1, NOON);
    const before = await list(db, "SELECT state->'$.rules' FROM profiles");
    const second = await published(db, NOON, (copy) => Object.assign(copy.scoring.behaviour[1]!, { points: 15 }));
    await doChores([republish], { db, now: NOON + 180_000, playbook: second }, { slices: 5 });
    const [after] = await list(db, "SELECT state->'$.rules' FROM profiles");
    const points = (rules: unknown): number => JSON.parse(String(rules)).pricing.points;
    expect(points(after)).toBeCloseTo(points(before[0]) * 1.5, 3);
  });

  it("that asks again what was not asked meanwhile does not go by what was counted before", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await read(db, await published(db, NOON, withBlog(3)), 1, NOON);
    const without = await published(db, NOON + 1);
    await settle(
      db,
      [{ kind: "events", id: "x", events: [view(without, "/blog/c", NOON + DAY, { profile: person(0) })] }],
      without,
      NOON + DAY,
    );
    const again = await published(db, NOON + DAY, withBlog(3));
    await doChores([republish], { db, now: NOON + DAY, playbook: again }, { slices: 5 });
    expect(await members(db, "bloggers")).toEqual([person(0)]);
    expect((await currentRevision(db))?.revision).toBe(3);
  });
});

describe("time alone", () => {
  it("ends a window for whoever is due, at its time, once", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const playbook = await published(db, NOON, withBlog(2));
    await read(db, playbook, 700, NOON);
    const tick = (now: number): Promise<unknown> =>
      Promise.all([1, 2].map(() => doChores([wake], { db: open(), now, playbook }, { slices: 10 })));
    await tick(NOON + 7 * DAY - 1_000);
    expect(await members(db, "bloggers")).toHaveLength(700);
    await tick(NOON + 7 * DAY);
    expect(await members(db, "bloggers")).toEqual([]);
    expect(await list(db, "SELECT count(*) FROM events WHERE type = 'segment_left' AND name = 'bloggers'")).toEqual([
      700,
    ]);
  });

  it("is not decided about by a playbook older than the one that a person was decided by", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const first = await published(db, NOON, withBlog(2));
    await read(db, first, 1, NOON);
    const second = await published(db, NOON, withBlog(1));
    await doChores([republish], { db, now: NOON + 180_000, playbook: second }, { slices: 5 });
    await doChores([wake], { db, now: NOON + 7 * DAY, playbook: first }, { slices: 5 });
    expect(await members(db, "bloggers")).toEqual([person(0)]);
  });

  it("tells how long somebody stayed in a stage", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const playbook = await published(db, NOON);
    const views = ["/pricing", "/pricing"].map((path, i) =>
      view(playbook, path, NOON + i * 60_000, { profile: person(0) }),
    );
    await settle(db, [{ kind: "events", id: "x", events: views }], playbook, NOON + 60_000);
    await doChores([wake], { db, now: NOON + 14 * DAY + 60_000, playbook }, { slices: 5 });
    expect(
      await list(db, "SELECT from_stage || ' ' || to_stage || ' ' || stayed || ' ' || by FROM stage_moves ORDER BY at"),
    ).toEqual(["interest evaluate 60000 event", `evaluate learn ${14 * DAY} time`]);
  });
});
