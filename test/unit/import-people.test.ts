import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { begin } from "../../worker/imports/store.ts";
import { take } from "../../worker/imports/take.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const sealer = new Sealer(["a-key-of-at-least-thirty-two-characters"]);

/** A database, and a way to import people into it. */
async function system() {
  const { open } = await freshDatabase();
  let now = NOON;
  return {
    open,
    async import(rows: unknown[], dryRun = false) {
      now += 60_000;
      const beginning = {
        id: randomUUID(),
        kind: "people",
        name: "people.csv",
        dryRun,
        total: null,
        key: null,
      } as const;
      const at = await begin(open(), beginning, now);
      const named = () => Promise.reject(new Error("not asked for people"));
      const { accepted, created, changed } = await take(
        { db: open(), sealer, playbook, import: at, now, named },
        rows,
        0,
      );
      return [accepted, created, changed];
    },
    async rows(sql: string) {
      const [result] = await open().read([sql]);
      return result!.rows.map((row) => ({ ...row }));
    },
  };
}

describe("importing people", () => {
  it("states a sum and does not add it once more", async () => {
    const { import: imported, rows } = await system();
    const row = (orders: string) => [{ email: "a@b.example", traits: { orders } }];
    expect(await imported(row("5"))).toEqual([1, 1, 0]);
    expect(await imported(row("5"))).toEqual([1, 0, 0]);
    expect(await imported(row("3"))).toEqual([1, 0, 1]);
    expect(
      await rows("SELECT traits->>'$.orders' AS orders, state->>'$.traits.orders' AS carried FROM profiles"),
    ).toEqual([{ orders: 3, carried: 3 }]);
  });

  it("gives a company the name that the file has, also where nothing else of the person changes", async () => {
    const { import: imported, rows } = await system();
    const row = (name: string) => [{ email: "a@acme-tools.com", company: { name } }];
    expect(await imported(row("Acme"))).toEqual([1, 1, 0]);
    expect(await imported(row("Acme"))).toEqual([1, 0, 0]);
    expect(await imported(row("Acme Tools"))).toEqual([1, 0, 1]);
    expect(await rows("SELECT name, domain FROM companies")).toEqual([
      { name: "Acme Tools", domain: "acme-tools.com" },
    ]);
  });

  it("says a withdrawal once, and asks nobody anything", async () => {
    const { import: imported, rows } = await system();
    const row = (status: string) => [{ email: "a@b.example", permissions: { news: { status } } }];
    expect(await imported(row("withdrawn"))).toEqual([1, 1, 0]);
    expect(await imported(row("withdrawn"))).toEqual([1, 0, 0]);
    expect(await imported(row("pending"))).toEqual([1, 0, 0]);
    expect(await rows("SELECT status FROM permissions")).toEqual([{ status: "withdrawn" }]);
    expect(await rows("SELECT * FROM messages")).toEqual([]);
  });

  it("taken in and then cut off before that was noted, changes nothing when it comes again", async () => {
    const { open, rows } = await system();
    const beginning = { id: randomUUID(), kind: "people", name: "x", dryRun: false, total: null, key: null } as const;
    const at = await begin(open(), beginning, NOON);
    const named = () => Promise.reject(new Error("not asked for people"));
    const people = [
      { email: "a@b.example", traits: { orders: "2" } },
      { userId: "7", traits: { orders: "4" } },
    ];
    const again = () => take({ db: open(), sealer, playbook, import: at, now: NOON, named }, people, 0);
    await again();
    await open().write(["UPDATE imports SET done = 0"]);
    expect(await again()).toMatchObject({ done: 2, accepted: 2, refused: [] });
    expect(await rows("SELECT traits->>'$.orders' AS n FROM profiles ORDER BY n")).toEqual([{ n: 2 }, { n: 4 }]);
    expect(await rows("SELECT count(*) AS n FROM events WHERE data->>'$.properties.by' IS NULL")).toEqual([{ n: 2 }]);
  });

  it("in a dry run writes nothing but how far it came", async () => {
    const { import: imported, rows } = await system();
    expect(await imported([{ email: "a@b.example", traits: { industry: "retail" } }], true)).toEqual([1, 1, 0]);
    for (const table of ["profiles", "events", "permissions", "companies", "company_keys", "counters", "dead_letters"])
      expect(await rows(`SELECT * FROM ${table}`)).toEqual([]);
  });
});
