import { expect, it } from "vitest";
import type { Message } from "../../worker/events/message.ts";
import type { Db } from "../../worker/platform/db.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { erase } from "../support/erase.ts";
import { NOON, PROFILE, view } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";
import { everyRow, everythingOf, tablesWith, whole, wordsOf } from "../support/whole-person.ts";

/** Tables in which nothing of anybody is: sums, lists of networks, playbooks, ids of queue messages, and what outlives an erasure. */
const NOBODYS = [
  "__drizzle_migrations",
  "choices",
  "clusters",
  "counters",
  "import_refusals",
  "imports",
  "ip_ranges",
  "playbook_revisions",
  "receipts",
  "republishings",
  "rights",
  "segment_days",
  "suppressions",
  "totals",
  "totals_cappings",
];

const zoe = whole("zoe");
const bob = whole("bob");

async function filled(): Promise<Db> {
  const db = (await freshDatabase()).open();
  await db.write([...everythingOf(zoe), ...everythingOf(bob)]);
  return db;
}

const withoutTraces = (rows: Map<string, string[]>): [string, string[]][] =>
  [...rows].filter(([name]) => !["counters", "segment_days", "rights", "suppressions"].includes(name));

it("erasing leaves neither address, name nor phone in any table, and all of somebody else's", async () => {
  const db = await filled();
  const before = await everyRow(db);
  const personal = [...before.keys()].filter((name) => !NOBODYS.includes(name));
  expect([...before].filter(([, rows]) => rows.length > 0).map(([name]) => name)).toEqual(
    expect.arrayContaining(personal),
  );
  expect(await erase(db, zoe.id, NOON)).toBe(zoe.id);
  const after = await everyRow(db);
  expect(tablesWith(after, wordsOf(zoe))).toEqual([]);
  expect(tablesWith(after, ["zoe"])).toEqual(["profiles"]);
  expect(tablesWith(after, ["bob"])).toEqual(tablesWith(before, ["bob"]));
  const others = (rows: Map<string, string[]>): unknown =>
    withoutTraces(rows).map(([name, texts]) => [name, texts.filter((text) => !text.includes("zoe"))]);
  expect(others(after)).toEqual(others(before));
  const left = after.get("profiles")!.filter((text) => text.includes("zoe"));
  expect(left).toHaveLength(3);
});

it("erasing twice, or by the id of what was merged, changes nothing more and is written down once", async () => {
  const db = await filled();
  expect(await erase(db, `${zoe.id}-phone`, NOON)).toBe(zoe.id);
  const before = await everyRow(db);
  for (const id of [zoe.id, `${zoe.id}-phone`, `${zoe.id}-claim`, "nobody"])
    expect(await erase(db, id, NOON + 1_000)).toBeNull();
  expect(await everyRow(db)).toEqual(before);
  expect(before.get("rights")).toHaveLength(1);
  expect(before.get("counters")).toEqual(['["erased",2]']);
});

it("erasing is done as a whole or not at all", async () => {
  const db = await filled();
  const before = await everyRow(db);
  const failing: Db = {
    ...db,
    exclusively: (work) =>
      db.exclusively((locked) =>
        work({ ...locked, write: (statements) => locked.write([...statements, "INSERT INTO nothing VALUES (1)"]) }),
      ),
  };
  await expect(erase(failing, zoe.id, NOON)).rejects.toThrow("nothing");
  expect(await everyRow(db)).toEqual(before);
});

it("erasing somebody whose events are being stored at that moment leaves none of them", async () => {
  const { open } = await freshDatabase();
  const playbook = testPlaybook();
  const read = (): Message => {
    const seen = view(playbook, "/pricing", NOON);
    return { kind: "events", id: seen.id, events: [seen] };
  };
  await settle(open(), [read()], playbook, NOON);
  const storing = Array.from({ length: 12 }, () => settle(open(), [read()], playbook, NOON));
  const [erased] = await Promise.all([erase(open(), PROFILE, NOON), ...storing]);
  expect(erased).toBe(PROFILE);
  expect(tablesWith(await everyRow(open()), [PROFILE])).toEqual(["profiles"]);
  expect(tablesWith(await everyRow(open()), ["/pricing"])).toEqual([]);
});
