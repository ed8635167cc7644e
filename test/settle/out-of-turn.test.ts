import { describe, expect, it } from "vitest";
import type { Db } from "../../worker/platform/db.ts";
import { type Compiled, compile, Playbook } from "../../worker/playbook/index.ts";
import { PERSON, toPerson } from "../../worker/profiles/store.ts";
import type { Person } from "../../worker/profiles/person.ts";
import { publish } from "../../worker/playbook/store.ts";
import { reconsider } from "../../worker/settle/reconsider.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, NOON, view } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const bloggers = {
  title: "Bloggers",
  when: { did: "page_view", where: { "page.class": "blog" }, atLeast: 2, within: "7d" },
};
const asked = { ...document, segments: { ...document.segments, bloggers } };
const playbook: Compiled = compile(Playbook.parse(asked), 1);
const MINUTE = 60_000;

const person = (n: number): string => `33333333-3333-4333-8333-${String(n).padStart(12, "0")}`;

async function database(): Promise<Db> {
  const db = (await freshDatabase()).open();
  await publish(db, { document: asked }, NOON);
  return db;
}

async function batch(db: Db, now: number, ...events: ReturnType<typeof view>[]): Promise<void> {
  await settle(db, [{ kind: "events", id: crypto.randomUUID(), events }], playbook, now);
}

async function told(db: Db, name = "bloggers"): Promise<string[]> {
  const [result] = await db.read([
    { sql: "SELECT type FROM events WHERE name = ? AND type LIKE 'segment_%' ORDER BY rowid", args: [name] },
  ]);
  return result!.rows.map((row) => String(row["type"]));
}

async function people(db: Db): Promise<Person[]> {
  const [result] = await db.read([`SELECT ${PERSON} FROM profiles AS p ORDER BY p.id`]);
  return result!.rows.map(toPerson);
}

describe("what comes out of turn", () => {
  it("undoes nothing that came after it", async () => {
    const db = await database();
    const [first, late, last] = [0, 1, 2].map((n) => view(playbook, "/blog/a", NOON + n * MINUTE));
    await batch(db, NOON + 3 * MINUTE, first!, last!);
    await batch(db, NOON + 4 * MINUTE, late!);
    expect(await told(db)).toEqual(["segment_entered"]);
  });

  it("from years ago is counted, and what holds today goes on to hold", async () => {
    const db = await database();
    await batch(db, NOON, ...[2, 1].map((n) => view(playbook, "/blog/a", NOON - n * MINUTE)));
    await batch(db, NOON + DAY, view(playbook, "/blog/a", NOON - 300 * DAY));
    expect(await told(db)).toEqual(["segment_entered"]);
    expect((await people(db))[0]!.state.views).toBe(3);
  });

  it("is nothing that time decides about before: an event newer than the clock of who decides stays in its window", async () => {
    const db = await database();
    await batch(db, NOON + MINUTE, ...[0, 1].map((n) => view(playbook, "/blog/a", NOON + n * MINUTE)));
    await reconsider(db, await people(db), playbook, NOON + MINUTE / 2, "time");
    expect(await told(db)).toEqual(["segment_entered"]);
  });
});

describe("people decided about anew", () => {
  it("are stored without those with whom somebody else was faster", async () => {
    const db = await database();
    const views = [0, 1, 2].flatMap((n) =>
      [0, 1].map((i) => view(playbook, "/blog/a", NOON + i * MINUTE, { profile: person(n), visitor: person(n) })),
    );
    await batch(db, NOON + MINUTE, ...views);
    const read = await people(db);
    await batch(db, NOON + DAY, view(playbook, "/blog/b", NOON + DAY, { profile: person(1), visitor: person(1) }));
    expect(await reconsider(db, read, playbook, NOON + 7 * DAY + MINUTE, "time")).toBe(2);
    const members = (await people(db)).filter(({ state }) => state.segments.includes("bloggers"));
    expect(members.map(({ id }) => id)).toEqual([person(1)]);
  });

  it("are stored without one who cannot be", async () => {
    const db = await database();
    const views = [0, 1, 2, 3, 4].map((n) => view(playbook, "/", NOON, { profile: person(n), visitor: person(n) }));
    await batch(db, NOON, ...views);
    await db.write([
      `CREATE TRIGGER refused BEFORE UPDATE ON profiles WHEN NEW.id = '${person(2)}'
       BEGIN SELECT raise(ABORT, 'refused'); END`,
    ]);
    expect(await reconsider(db, await people(db), playbook, NOON + DAY, "time")).toBe(4);
    expect((await people(db)).map(({ version }) => version)).toEqual([2, 2, 1, 2, 2]);
  });
});
