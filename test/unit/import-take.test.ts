import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { networksOf, networksQuery } from "../../worker/companies/ranges.ts";
import type { Named } from "../../worker/events/server/event-of.ts";
import type { Import, ImportKind } from "../../worker/imports/import.ts";
import { closeRanges } from "../../worker/imports/ranges.ts";
import { begin, finish, importOf } from "../../worker/imports/store.ts";
import { take } from "../../worker/imports/take.ts";
import { ipKey } from "../../worker/lib/ip.ts";
import type { Db } from "../../worker/platform/db.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { profileOfUser } from "../../worker/profiles/person.ts";
import { askOne } from "../../worker/reports/query.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const sealer = new Sealer(["a-key-of-at-least-thirty-two-characters"]);
const HOUR = 3_600_000;

/** A database, and the steps of an import into it, each as by a request of its own. */
async function system() {
  const { open } = await freshDatabase();
  const latest = async (id: string): Promise<Import> => (await askOne(open(), importOf(id)))!;
  return {
    open,
    latest,
    begin: (kind: ImportKind, key: string | null = null, now = NOON, name = "list") =>
      begin(open(), { id: randomUUID(), kind, name, dryRun: false, total: null, key }, now),
    take: (at: Import, rows: unknown[], now = NOON, db: Db = open()) => {
      const named = (call: { userId?: string | undefined }): Promise<Named> =>
        Promise.resolve({ profile: profileOfUser(call.userId!), was: [] } as never);
      return take({ db, sealer, playbook, import: at, now, named: named as never }, rows, at.done);
    },
    async finish(id: string, now: number) {
      const at = await latest(id);
      await finish(open(), at, now);
      await closeRanges(open(), at);
    },
    async rows(sql: string) {
      const [result] = await open().read([sql]);
      return result!.rows.map((row) => ({ ...row }));
    },
    async networks(...addresses: string[]) {
      const [result] = await open().read([networksQuery(addresses.map((address) => ipKey(address)!))]);
      const found = networksOf(result!.rows);
      return addresses.map((address) => found.get(ipKey(address)!)?.organization);
    },
  };
}

const refusing = (table: string, column: string): string =>
  `CREATE TRIGGER refusing BEFORE INSERT ON ${table} WHEN NEW.${column} LIKE '%bad-one%'
   BEGIN SELECT RAISE(ABORT, 'not this one'); END`;

describe("a row that the database refuses", () => {
  it("is refused alone, of people", async () => {
    const on = await system();
    await on.open().write([refusing("profiles", "traits")]);
    const at = await on.begin("people");
    const rows = ["a", "bad-one", "b", "c"].map((name) => ({
      email: `${name}@acme.example`,
      traits: { firstName: name },
    }));
    rows.push({ email: "d@acme.example", traits: { firstName: "bad-one", orders: "3" } as never });
    expect(await on.take(at, rows)).toMatchObject({
      done: 5,
      accepted: 3,
      created: 3,
      refused: [
        { row: 1, code: "invalid_row", partial: false },
        { row: 4, code: "invalid_row", partial: false },
      ],
    });
    expect(await on.rows("SELECT email FROM profiles ORDER BY email")).toEqual(
      ["a", "b", "c"].map((name) => ({ email: `${name}@acme.example` })),
    );
  });

  it("is refused alone, of events", async () => {
    const on = await system();
    await on.open().write([refusing("events", "name")]);
    const at = await on.begin("events");
    const timestamp = new Date(NOON - HOUR).toISOString();
    const rows = ["one", "two", "bad-one"].map((event) => ({ type: "track", userId: "7", event, timestamp }));
    expect(await on.take(at, rows)).toMatchObject({
      done: 3,
      accepted: 2,
      created: 2,
      refused: [{ row: 2, code: "invalid_row" }],
    });
  });

  it("is no reason to refuse any while the database is away", async () => {
    const on = await system();
    const at = await on.begin("people");
    for (const [code, message] of [
      ["SQLITE_BUSY", "database is locked"],
      ["SQLITE_ERROR", "no such column: x"],
    ]) {
      const gone = { ...on.open(), write: () => Promise.reject(Object.assign(new Error(message), { code })) };
      await expect(on.take(at, [{ email: "a@acme.example" }], NOON, gone)).rejects.toThrow(message);
    }
    expect(await on.latest(at.id)).toMatchObject({ done: 0, refused: 0 });
  });
});

describe("two who import at once", () => {
  it("state a sum and do not add it up", async () => {
    const on = await system();
    const rows = (orders: number) =>
      Array.from({ length: 5 }, (_, n) => ({ email: `p${n}@acme.example`, traits: { orders } }));
    for (const orders of [5, 3]) {
      const imports = await Promise.all([1, 2, 3].map(() => on.begin("people")));
      const taken = await Promise.all(imports.map((at) => on.take(at, rows(orders))));
      expect(taken.map(({ accepted }) => accepted)).toEqual([5, 5, 5]);
      expect(await on.rows("SELECT DISTINCT traits->>'$.orders' AS orders FROM profiles")).toEqual([{ orders }]);
    }
  });

  it("the same import: who is late leaves nothing behind and is told where it is", async () => {
    const on = await system();
    const at = await on.begin("people");
    await on.take(at, [{ email: "a@acme.example" }, { email: "b@acme.example" }]);
    const late = await on.take(at, [{ email: "no address" }]);
    expect(late).toEqual({ done: 2, accepted: 0, created: 0, changed: 0, refused: [] });
    expect(await on.latest(at.id)).toMatchObject({ done: 2, refused: 0 });
    expect(await on.rows("SELECT * FROM import_refusals")).toEqual([]);
  });

  it("lists of one name: one that was overtaken begins anew, and is whole", async () => {
    const on = await system();
    const range = (n: number) => ({ first: `192.0.2.${n}`, organization: `Owner ${n}` });
    const a = await on.begin("ip-ranges", "key-of-a");
    await on.take(a, [range(0)]);
    const b = await on.begin("ip-ranges", "key-of-b", NOON + 1);
    await on.take(b, [range(7)]);
    await on.finish(b.id, NOON + 2);
    expect(await on.networks("192.0.2.0", "192.0.2.7")).toEqual([undefined, "Owner 7"]);
    await expect(on.take(await on.latest(a.id), [range(1)])).rejects.toMatchObject({ code: "conflict" });
    const again = await on.begin("ip-ranges", "key-of-a", NOON + 3);
    expect(again.done).toBe(0);
    await on.take(again, [range(0), range(1)]);
    await on.finish(again.id, NOON + 4);
    expect(await on.networks("192.0.2.0", "192.0.2.1", "192.0.2.7")).toEqual(["Owner 0", "Owner 1", undefined]);
    expect(await on.rows("SELECT count(*) AS n FROM ip_ranges")).toEqual([{ n: 2 }]);
  });

  it("lists of one name: who is finished last is in force, whoever removes what", async () => {
    const on = await system();
    const a = await on.begin("ip-ranges");
    const b = await on.begin("ip-ranges", null, NOON + 1);
    await on.take(a, [{ first: "192.0.2.0", organization: "A" }]);
    await on.take(b, [{ first: "192.0.2.0", organization: "B" }]);
    await finish(on.open(), await on.latest(b.id), NOON + 2);
    await finish(on.open(), await on.latest(a.id), NOON + 3);
    await closeRanges(on.open(), b);
    expect(await on.networks("192.0.2.0")).toEqual(["A"]);
    await expect(finish(on.open(), { ...(await on.begin("people")), done: 3 }, NOON)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("a list of ranges", () => {
  it("of which every row is refused does not take the good one's place, and may come again mended", async () => {
    const on = await system();
    const good = await on.begin("ip-ranges");
    await on.take(good, [{ first: "192.0.2.0/24", organization: "Good" }]);
    await on.finish(good.id, NOON);
    const bad = await on.begin("ip-ranges", "key-of-bad", NOON + 1);
    await on.take(bad, [{ first: "192.0.2.0/24" }]);
    await expect(on.finish(bad.id, NOON + 2)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("the list before stays in force"),
    });
    expect(await on.networks("192.0.2.1")).toEqual(["Good"]);
    expect((await on.begin("ip-ranges", "key-of-bad")).done).toBe(0);
  });
});

describe("what is kept of a refused row", () => {
  const secret = `anna.secret@${"x".repeat(30_000)}.example`;
  const timestamp = new Date(NOON - HOUR).toISOString();

  it.each<[ImportKind, object]>([
    ["people", { email: "a@b.example", [secret]: 1 }],
    ["people", { email: "a@b.example", traits: { [secret]: {} } }],
    ["people", { email: "a@b.example", traits: { [secret]: "x" } }],
    ["people", { email: "a@b.example", company: { [secret]: "x" } }],
    ["people", { email: "a@b.example", permissions: { [secret]: { status: 1 } } }],
    ["people", { email: "a@b.example", permissions: { [secret]: { status: "confirmed" } } }],
    ["people", { email: "a@b.example", permissions: { news: { [secret]: "x" } } }],
    ["events", { type: "track", userId: "7", event: "x", timestamp, properties: { [secret]: 1 } }],
    ["events", { type: secret, userId: "7", timestamp }],
    ["ip-ranges", { first: "192.0.2.1", organization: "x", kind: secret }],
  ])("repeats nothing of it: %s %#", async (kind, row) => {
    const on = await system();
    const { refused } = await on.take(await on.begin(kind), [row]);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.message.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(await on.rows("SELECT * FROM import_refusals"))).not.toMatch(/secret|xxxx/);
  });

  it.each<ImportKind>(["people", "events", "ip-ranges"])("is as small as told, of %s", async (kind) => {
    const on = await system();
    const large = { email: "a@b.example", userId: "7", note: "ø".repeat(33_000) };
    const { done, refused } = await on.take(await on.begin(kind), [large, "ø".repeat(10)]);
    expect(done).toBe(2);
    expect(refused).toMatchObject([{ row: 0, code: "body_too_large", message: "larger than 64 kB" }, { row: 1 }]);
  });
});
