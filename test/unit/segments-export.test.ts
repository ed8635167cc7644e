import { randomUUID } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../worker/lib/csv.ts";
import { suppress } from "../../worker/permissions/store.ts";
import { permissions } from "../../worker/permissions/tables.ts";
import type { Db } from "../../worker/platform/db.ts";
import { Refusal } from "../../worker/platform/errors.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { profiles } from "../../worker/profiles/tables.ts";
import type { Traits } from "../../worker/profiles/traits.ts";
import { type ExportOptions, exportSegment } from "../../worker/reports/segment-export.ts";
import { members } from "../../worker/reports/segments.ts";
import { kindOf } from "../../worker/segments/kind.ts";
import { enterSegments } from "../../worker/segments/store.ts";
import { emptyState } from "../../worker/state/state.ts";
import { freshDatabase } from "../support/database.ts";
import { SEALER } from "../support/erase.ts";
import { NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();

interface Somebody {
  id: string;
  email?: string;
  confirmed?: boolean;
  traits?: Traits;
}

/** Puts people into the database, and into the segment `hot`. */
async function into(db: Db, people: Somebody[]): Promise<void> {
  const rows = people.map(({ id, email, confirmed, traits = {} }) => ({
    id,
    version: 1,
    email: email ?? null,
    emailConfirmedAt: confirmed ? NOON : null,
    traits,
    state: emptyState("interest", NOON),
    stage: "interest",
    firstSeen: NOON,
    lastSeen: NOON,
  }));
  const entering = people.map(({ id }) => ({ segment: "hot", profileId: id }));
  await db.write([...insertRows(profiles, rows), ...enterSegments(entering, NOON)]);
}

const allowed = (email: string, status: "pending" | "confirmed" | "withdrawn", at: number) => ({
  id: randomUUID(),
  profileId: email,
  email,
  channel: "email",
  topic: "news",
  status,
  at,
  submission: "s",
  evidence: null,
});

const of = (db: Db) => ({ db, now: NOON, sealer: SEALER });
const exported = async (db: Db, options: Partial<ExportOptions> = {}): Promise<string> =>
  new Response(await exportSegment(of(db), playbook, { segment: "hot", format: "csv", ...options })).text();

describe("a segment's export", () => {
  it("is CSV by RFC 4180 that no spreadsheet takes for formulas", async () => {
    const { open } = await freshDatabase();
    await into(open(), [
      { id: "1", email: "=cmd@acme.example", traits: { industry: "@SUM(A1)", source: 'a "b", c' } },
      { id: "2", email: "ann@acme.example", confirmed: true, traits: { industry: "-1+2", orders: -3 } },
      { id: "3", traits: { industry: "two\nlines" } },
    ]);
    const text = await exported(open(), { traits: ["industry", "source", "orders"] });
    expect(text.split("\r\n")[0]).toBe("id,email,emailConfirmed,industry,source,orders,stage,grade,rank,points,since");
    expect(text.endsWith("\r\n")).toBe(true);
    const [first, second, third] = parse(text, { columns: true }) as Record<string, string>[];
    expect(first).toMatchObject({ email: "'=cmd@acme.example", industry: "'@SUM(A1)", source: 'a "b", c' });
    expect(second).toMatchObject({ industry: "'-1+2", orders: "-3", emailConfirmed: "true", grade: "D", rank: "4" });
    expect(third).toMatchObject({ email: "", industry: "two\nlines", orders: "", since: "2026-11-02T12:00:00.000Z" });
    const marked = await exportSegment(of(open()), playbook, { segment: "hot", format: "csv", bom: true });
    expect([...new Uint8Array(await new Response(marked).arrayBuffer()).subarray(0, 4)]).toEqual([
      0xef, 0xbb, 0xbf, 0x69,
    ]);
    expect(csvLine(["\tx", "\ry", "+1", null, true, 0])).toBe(`'\tx,"'\ry",'+1,,true,0\r\n`);
  });

  it("hides no formula behind the other sign that spreadsheets separate by, and writes decimals as the sign wants", async () => {
    expect(csvLine(["a;=cmd()", 'x;"@y', "p,-1", "＝1+1", "a; b", 1.5])).toBe(
      `"a;'=cmd()","x;""'@y","p,'-1",'＝1+1,"a; b",1.5\r\n`,
    );
    expect(csvLine(["Åse", 1234.5, -2, true, null], ";")).toBe("Åse;1234,5;-2;true;\r\n");
    const { open } = await freshDatabase();
    await into(open(), [{ id: "1", traits: { industry: "Ærø; Østerbro" } }]);
    const text = await exported(open(), { traits: ["industry"], separator: ";" });
    const [row] = parse(text, { columns: true, delimiter: ";" }) as Record<string, string>[];
    expect(row).toMatchObject({ id: "1", industry: "Ærø; Østerbro", rank: "4" });
  });

  it("is JSON that says the same, with the traits that the playbook speaks of", async () => {
    const { open } = await freshDatabase();
    await into(open(), [
      { id: "1", email: "ann@acme.example", traits: { industry: "logistics", secret: "x" } },
      { id: "2" },
    ]);
    const { segment, at, members: told } = JSON.parse(await exported(open(), { format: "json" }));
    expect([segment, at, told.length]).toEqual(["hot", "2026-11-02T12:00:00.000Z", 2]);
    expect(told[0]).toEqual({
      id: "1",
      email: "ann@acme.example",
      emailConfirmed: false,
      traits: { industry: "logistics" },
      stage: "interest",
      grade: "D",
      rank: 4,
      points: 0,
      since: "2026-11-02T12:00:00.000Z",
    });
    expect(JSON.parse(await exported(open(), { format: "json", segment: "pickers" })).members).toEqual([]);
  });

  it("has everybody once, in the order of their ids, however many parts it takes; and reads no further than asked", async () => {
    const { open } = await freshDatabase();
    const people = Array.from({ length: 3_500 }, (_, i) => ({ id: `p${String(i).padStart(5, "0")}` }));
    await into(open(), people.toReversed());
    const ids = (text: string): string[] => (parse(text, { columns: true }) as { id: string }[]).map(({ id }) => id);
    expect(ids(await exported(open(), { traits: [] }))).toEqual(people.map(({ id }) => id));
    const db = open();
    const reader = (await exportSegment(of(db), playbook, { segment: "hot", format: "csv" })).getReader();
    await reader.read();
    expect(db.roundTrips).toBeLessThanOrEqual(3);
    await reader.cancel();
  });

  it("tells only those who have confirmed a permission, by the ledger of their address", async () => {
    const { open } = await freshDatabase();
    const names = ["asked", "yes", "yes-before", "yes-then-no", "no-then-asked", "yes-then-asked"];
    await into(open(), [...names.map((name) => ({ id: name, email: `${name}@acme.example` })), { id: "nobody" }]);
    const ledger = {
      asked: ["pending"],
      yes: ["pending", "confirmed"],
      "yes-before": ["confirmed"],
      "yes-then-no": ["confirmed", "withdrawn"],
      "no-then-asked": ["withdrawn", "pending"],
      "yes-then-asked": ["confirmed", "pending"],
    } as const;
    const rows = Object.entries(ledger).flatMap(([name, statuses]) =>
      statuses.map((status, i) => allowed(`${name}@acme.example`, status, NOON + i)),
    );
    await open().write(insertRows(permissions, rows));
    await open().write(
      Object.keys(ledger).map((name) =>
        suppress(
          SEALER.fingerprint(`${name}@acme.example`),
          "*",
          "erased",
          name === "yes-before" ? NOON + 9 : NOON - 1,
        ),
      ),
    );
    const told = async (permission: string): Promise<string[]> =>
      (JSON.parse(await exported(open(), { format: "json", permission })).members as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await told("news")).toEqual(["yes", "yes-then-asked"]);
    expect(await told("other")).toEqual([]);
    expect((await exported(open(), { permission: "other" })).split("\r\n")).toHaveLength(2);
  });

  it("goes by no permission of an address that somebody else has proved, and tells nobody who is merged or erased", async () => {
    const { open } = await freshDatabase();
    const email = "ann@acme.example";
    await into(open(), [
      { id: "ann", email, confirmed: true },
      { id: "claims-it", email, traits: { industry: "rude" } },
      { id: "claims-imported", email: "bo@acme.example" },
      { id: "merged" },
      { id: "erased" },
    ]);
    await open().write([
      ...insertRows(permissions, [allowed(email, "confirmed", NOON), allowed("bo@acme.example", "confirmed", NOON)]),
      "UPDATE profiles SET merged_into = 'ann' WHERE id = 'merged'",
      "UPDATE profiles SET erased_at = 1 WHERE id = 'erased'",
    ]);
    const told = async (options: Partial<ExportOptions>): Promise<string[]> =>
      (JSON.parse(await exported(open(), { format: "json", ...options })).members as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await told({ permission: "news" })).toEqual(["ann", "claims-imported"]);
    expect(await told({})).toEqual(["ann", "claims-imported", "claims-it"]);
  });

  it("breaks off where the database fails on the way, and never ends as if it were whole", async () => {
    const { open } = await freshDatabase();
    await into(
      open(),
      Array.from({ length: 1_500 }, (_, i) => ({ id: `p${String(i).padStart(5, "0")}` })),
    );
    const db = open();
    const gone = new Refusal("unavailable", "The database does not answer.");
    const failing: Db = { ...db, read: (asked) => (db.roundTrips > 0 ? Promise.reject(gone) : db.read(asked)) };
    const stream = await exportSegment(of(failing), playbook, { segment: "hot", format: "csv" });
    await expect(new Response(stream).text()).rejects.toThrow("does not answer");
  });

  it("finds its people by an index", async () => {
    const { open } = await freshDatabase();
    const { sql, args } = members("hot", { limit: 10 }).statements[0]!;
    const [plan] = await open().read([{ sql: `EXPLAIN QUERY PLAN ${sql}`, args }]);
    const steps = plan!.rows.map((row) => String(row["detail"]));
    expect(steps.filter((step) => /^SCAN (?!\()/.test(step))).toEqual([]);
    expect(steps[0]).toMatch(/SEARCH s USING (COVERING )?INDEX sqlite_autoindex_profile_segments_1 \(segment=\?/);
  });
});

it("a segment looks at facts, at behaviour, or at both, also through the segments it asks about", () => {
  const { segments } = testPlaybook((document) =>
    Object.assign(document.segments, {
      ours: { title: "Ours", when: { trait: "industry", eq: "logistics" } },
      "good-fit": { title: "Good fit", when: { all: [{ score: { fit: { gte: "B" } } }, { country: "DK" }] } },
      both: { title: "Both", when: { all: [{ segment: "ours" }, { not: { segment: "hot" } }] } },
    }),
  );
  const kinds = ["hot", "pickers", "evaluating", "ours", "good-fit", "both"].map((name) => kindOf(segments, name));
  expect(kinds).toEqual(["behaviour", "behaviour", "behaviour", "facts", "facts", "both"]);
});
