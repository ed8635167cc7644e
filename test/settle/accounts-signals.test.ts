import { describe, expect, it } from "vitest";
import { accounts, colleagues } from "../../worker/jobs/accounts.ts";
import { doChores } from "../../worker/jobs/chore.ts";
import type { Db } from "../../worker/platform/db.ts";
import { settle } from "../../worker/settle/settle.ts";
import { accountsPlaybook, accountsWorld, identified, readPrices, worker } from "../support/accounts.ts";
import { DAY, event, NOON } from "../support/events.ts";

const playbook = accountsPlaybook();

describe("a signal from one", () => {
  it("reaches the others of the company by the next tick, without their doing anything", async () => {
    const { tick, rows, stateOf, hotAndCold } = await accountsWorld(playbook);
    await hotAndCold();
    expect((await stateOf(2)).segments).toEqual([]);
    await tick(NOON + 2);
    expect((await stateOf(2)).segments).toEqual(["colleagues-of-hot"]);
    expect((await stateOf(1)).segments).not.toContain("colleagues-of-hot");
    const told = await rows(
      "SELECT name, data->>'$.properties.by' AS by FROM events WHERE type = 'segment_entered' AND profile_id = ?",
      worker(2).profile,
    );
    expect(told).toEqual([{ name: "colleagues-of-hot", by: "time" }]);
    await tick(NOON + 3 + DAY);
    expect((await stateOf(2)).segments).toEqual([]);
  });

  it("reaches who came to the company afterwards, and leaves who went", async () => {
    const { store, tick, stateOf, hotAndCold } = await accountsWorld(playbook);
    await hotAndCold();
    await tick(NOON + 2);
    await store(NOON + 3, identified(3, "cy@acme.dk"), identified(2, "bo@beta.dk"));
    await tick(NOON + 4);
    expect((await stateOf(3)).segments).toEqual(["colleagues-of-hot"]);
    expect((await stateOf(2)).segments).toEqual([]);
  });

  it("is kept in a state as far as it is asked for, and costs a batch no round trip", async () => {
    const { store, tick, stateOf, hotAndCold } = await accountsWorld(playbook);
    await hotAndCold();
    await tick(NOON + 2);
    expect(await store(NOON + 3, readPrices(2, playbook, NOON + 3))).toBe(2);
    expect((await stateOf(2)).company).toEqual({ segments: ["hot", "no-decider"] });
  });

  it("wakes nobody where it changes no answer", async () => {
    const { store, tick, rows, hotAndCold } = await accountsWorld(playbook);
    await hotAndCold();
    await tick(NOON + 2);
    const before = await rows("SELECT id, version FROM profiles");
    await store(NOON + 3, identified(3, "cy@acme.dk"));
    await tick(NOON + 4);
    expect((await rows("SELECT id, version FROM profiles")).slice(0, 2)).toEqual(before);
  });

  it.each([
    ["not due", "NULL"],
    ["due already", String(NOON)],
  ])("is heard by somebody whose own event was on its way meanwhile (%s)", async (_, due) => {
    const { stateOf, hotAndCold, open } = await accountsWorld(playbook);
    await hotAndCold();
    const db = open();
    await db.write([`UPDATE profiles SET due_at = ${due}`]);
    let isFirst = true;
    const slow: Db = {
      ...db,
      roundTrips: 0,
      exclusively: db.exclusively,
      // Read before the company was known to be hot, written after.
      write: async (statements) => {
        const task = { db: open(), now: NOON + 2, playbook };
        for (const chore of isFirst ? [accounts, colleagues] : []) await doChores([chore], task, { slices: 9 });
        isFirst = false;
        return db.write(statements);
      },
    };
    const late = event("track", NOON + 1, { ...worker(2), name: "Smiled" });
    await settle(slow, [{ kind: "events", id: late.id, events: [late] }], playbook, NOON + 3);
    expect((await stateOf(2)).segments).toEqual(["colleagues-of-hot"]);
  });
});

describe("a playbook that is published", () => {
  it("brings all companies to its groups and roles, and their people after them", async () => {
    const { tick, rows, facts, stateOf, signals, hotAndCold } = await accountsWorld(playbook);
    await hotAndCold();
    await tick(NOON + 2);
    const next = accountsPlaybook((copy) => {
      const { hot, large } = (copy["companies"] as { segments: Record<string, object> }).segments;
      copy["companies"] = {
        segments: {
          large,
          hot: { ...hot, when: { company: { hottest: { gte: 31 } } } },
          small: { title: "S", when: { company: { people: { lte: 2 } } } },
        },
      };
    }, 2);
    await tick(NOON + 3, next);
    const [known] = await facts();
    expect(known.segments).toEqual(["small"]);
    expect(known).not.toHaveProperty("roles.decider");
    expect((await signals()).slice(2)).toEqual(
      [
        ["segment_entered", "small"],
        ["segment_left", "hot"],
        ["segment_left", "no-decider"],
      ].map(([type, name]) => ({ at: NOON + 3, type, name, by: "publish" })),
    );
    expect((await stateOf(2)).segments).toEqual([]);
    expect(await rows("SELECT DISTINCT revision FROM companies")).toEqual([{ revision: 2 }]);
  });
});
