import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { profileOfUser } from "../../worker/profiles/person.ts";
import { leads as listOf } from "../../worker/reports/leads.ts";
import { askOne } from "../../worker/reports/query.ts";
import { assignStatements } from "../../worker/sales/assign.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, event, NOON, PROFILE, view } from "../support/events.ts";
import { anonymous, HOUR, leads, playbook, qualifies, SALES, salesPlaybook, say, store } from "../support/sales.ts";

describe("who looks after a lead", () => {
  it("takes turns exactly, with many at once and several in a batch", async () => {
    const { open } = await freshDatabase();
    const batches = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 5 }, (_, k) => qualifies(anonymous(i * 5 + k), NOON + i * 10)).flat(),
    );
    await Promise.all(batches.map((events) => store(open(), events, NOON)));
    const [result] = await open().read(["SELECT owner, count(*) AS n FROM leads GROUP BY owner ORDER BY owner"]);
    expect(result!.rows.map((row) => [row["owner"], row["n"]])).toEqual([
      ["anna", 20],
      ["bo", 20],
      ["carl", 20],
    ]);
  });

  it("goes by country where an owner has it: what somebody told before where they surf from", async () => {
    const { open } = await freshDatabase();
    const book = salesPlaybook({ assign: ["country", "round-robin"] });
    const from = (n: number, country: string, more: Partial<Event> = {}) =>
      store(open(), qualifies(anonymous(n), NOON + n * 10, { place: { country }, ...more }), NOON, book);
    await from(1, "SE");
    await from(2, "DK");
    await from(3, "DK", { traits: { country: "se" } });
    await from(4, "DE");
    await from(5, "DK");
    await from(6, "DK");
    const all = await leads(open());
    expect(all.map(({ owner, country, line }) => [owner, country, line])).toEqual([
      ["carl", "SE", "SE"],
      ["anna", "DK", "DK"],
      ["carl", "SE", "SE"],
      ["anna", "DE", "*"],
      ["bo", "DK", "DK"],
      ["anna", "DK", "DK"],
    ]);
  });

  it("keeps an account with one owner: whom the company names, else who has a colleague, in one batch too", async () => {
    const { open } = await freshDatabase();
    const book = salesPlaybook({ assign: ["account", "round-robin"] });
    const works = (user: string, groupId: string, traits = {}): Event =>
      event("group", NOON, {
        visitor: null,
        profile: profileOfUser(user),
        identity: { userId: user },
        company: { groupId, name: groupId, traits },
      });
    const read = (user: string, at = NOON): Event[] => qualifies(profileOfUser(user), at);
    await store(open(), [works("a", "acme"), works("b", "acme"), works("c", "boe"), works("d", "acme")], NOON, book);
    await store(open(), [works("e", "owned", { owner: "CARL@testby.example" })], NOON, book);
    await store(open(), [...read("a"), ...read("b", NOON + 10), ...read("c", NOON + 20)], NOON, book);
    await store(open(), [...read("e", NOON + 30), ...read("d", NOON + 40)], NOON, book);
    expect((await leads(open())).map(({ owner }) => owner)).toEqual(["anna", "anna", "bo", "carl", "anna"]);
  });

  it("an owner who left sales.yaml gets nobody any more, and whom they had is found as nobody's", async () => {
    const { open } = await freshDatabase();
    const before = salesPlaybook({ assign: ["account", "round-robin"] });
    const after = salesPlaybook({ assign: ["account", "round-robin"], owners: SALES.owners.slice(1) });
    await store(open(), qualifies(anonymous(1)), NOON, before);
    await say(open, { action: "reject", cause: "budget" }, NOON + HOUR);
    for (const n of [2, 3, 4]) await store(open(), qualifies(anonymous(n), NOON + n * 10), NOON, before);
    const again = view(playbook, "/pricing/", NOON + 8 * DAY, { profile: anonymous(1), visitor: anonymous(1) });
    await store(open(), [again], NOON + 8 * DAY, after);
    const all = await leads(open());
    expect(all.map(({ owner }) => owner)).toEqual(["anna", "bo", "carl", "anna", "bo"]);
    const ofNobody = listOf({ owner: { notOf: after.sales!.owners.map(({ id }) => id) } }, { limit: 9 }, NOON);
    expect((await askOne(open(), ofNobody)).items.map(({ id }) => id)).toEqual([all[3]!["id"]]);
  });

  it("looks a large company through once, however many of its people are handed over", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await db.write([
      "INSERT INTO companies (id, name, traits, first_seen, last_seen) VALUES ('large', 'Large', '{}', 1, 1)",
      `WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 20000)
       INSERT INTO profiles (id, version, stage, state, traits, first_seen, last_seen, company_id, revision)
       SELECT printf('p%05d', value), 1, '', '{}', '{}', 1, 1, 'large', 1 FROM n`,
      `INSERT INTO leads (id, profile_id, status, cell, reasons, created_at, due_at, place, version)
       SELECT 'lead' || id, id, 'mql', 'A1', '{}', 1, 1, 1, 1 FROM profiles LIMIT 500`,
    ]);
    const ids = Array.from({ length: 500 }, (_, i) => `leadp${String(i + 1).padStart(5, "0")}`);
    // Each of them through all the others is ten million, for which no database waits.
    await db.write(assignStatements(ids, salesPlaybook({ assign: ["account", "round-robin"] }).sales!));
    expect(await leads(open(), "owner = 'anna'")).toHaveLength(500);
  });

  it("leaves nobody out where no rule names an owner", async () => {
    const { open } = await freshDatabase();
    await store(open(), qualifies(PROFILE), NOON, { ...playbook, sales: { ...playbook.sales!, assign: ["country"] } });
    expect(await leads(open())).toMatchObject([{ owner: null, status: "mql" }]);
  });
});
