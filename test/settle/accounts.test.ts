import { describe, expect, it } from "vitest";
import { accounts } from "../../worker/jobs/accounts.ts";
import { doChores } from "../../worker/jobs/chore.ts";
import { retention } from "../../worker/jobs/retention.ts";
import type { Db } from "../../worker/platform/db.ts";
import { erase } from "../support/erase.ts";
import { accountsPlaybook, accountsWorld, identified, readPrices, worker } from "../support/accounts.ts";
import { DAY, event, NOON } from "../support/events.ts";

const playbook = accountsPlaybook();

describe("a company's facts", () => {
  it("are its people added up: points, the hottest, roles, and the groups it is in", async () => {
    const { store, tick, facts, memberships, signals } = await accountsWorld(playbook);
    await store(
      NOON,
      identified(1, "anna@acme.dk", { traits: { source: "floor" } }),
      identified(2, "bo@acme.dk", { traits: { source: "chief" } }),
      identified(3, "cy@acme.dk", {
        company: { domain: "acme.dk", name: "Acme", traits: { employees: 120, score: 7 } },
      }),
      ...[1, 1, 2].map((n) => readPrices(n, playbook)),
    );
    await tick(NOON);
    const segments = ["large", "hot"];
    expect(await facts()).toEqual([
      {
        name: "Acme",
        domain: "acme.dk",
        kind: "company",
        employees: 120,
        people: 3,
        score: 30,
        hottest: 20,
        "roles.decider": 1,
        "roles.user": 1,
        segments,
      },
    ]);
    expect(await memberships()).toEqual(segments.toSorted().map((segment) => ({ segment, since: NOON })));
    const entered = { at: NOON, type: "segment_entered", by: "event" };
    expect(await signals()).toEqual(segments.toSorted().map((name) => ({ ...entered, name })));
  });

  it("are there for a company where nobody is known to work", async () => {
    const { store, tick, facts } = await accountsWorld(playbook);
    const place = { network: { asn: 64_500, organization: "NORDVARE A/S" } };
    await store(NOON, { ...readPrices(1, playbook), place });
    await tick(NOON);
    expect(await facts()).toMatchObject([{ name: "NORDVARE A/S", people: 0, score: 0, hottest: 0, segments: [] }]);
  });

  it("fade with their people's points, though nothing happens", async () => {
    const { tick, rows, facts, memberships, signals, hotAndCold } = await accountsWorld(playbook);
    await hotAndCold();
    await tick(NOON + 2);
    expect((await facts())[0]).toMatchObject({ score: 30, segments: ["hot", "no-decider"] });
    await tick(NOON + DAY - 1);
    expect((await facts())[0].score).toBe(30);
    await tick(NOON + 2 + DAY);
    expect((await facts())[0].score).toBeCloseTo(30 * 0.5 ** (1 / 7), 1);
    expect((await facts())[0].segments).toEqual([]);
    expect((await signals()).at(-1)).toEqual({
      at: NOON + 2 + DAY,
      type: "segment_left",
      name: "no-decider",
      by: "time",
    });
    expect(await memberships()).toEqual([]);
    await tick(NOON + 200 * DAY);
    expect((await facts())[0].score).toBe(0);
    expect(await rows("SELECT due_at FROM companies")).toEqual([{ due_at: null }]);
  });

  it("are worked out again for nobody, where nothing happened to them", async () => {
    const { store, tick, rows, hotAndCold, open } = await accountsWorld(playbook);
    await hotAndCold();
    await tick(NOON + 2);
    const before = await rows("SELECT * FROM companies");
    await store(NOON + 3, event("track", NOON + 3, { ...worker(1), name: "Smiled" }));
    expect(await rows("SELECT * FROM companies")).toEqual(before);
    const db = open();
    await accounts.slice({ db, now: NOON + 4, playbook });
    expect(db.roundTrips).toBe(1);
  });

  it("follow those who leave for another company, are erased, merged or forgotten", async () => {
    const { store, tick, rows, facts, open } = await accountsWorld(playbook);
    await store(NOON, identified(1, "anna@acme.dk"), identified(2, "bo@acme.dk"), identified(3, "cy@beta.dk"));
    await store(NOON, ...[1, 1, 2, 3].map((n) => readPrices(n, playbook)));
    await tick(NOON);
    const sums = async (): Promise<unknown> => (await facts()).map(({ name, people, score }) => [name, people, score]);
    expect(await sums()).toEqual([
      ["acme.dk", 2, 30],
      ["beta.dk", 1, 10],
    ]);
    await store(NOON, identified(2, "bo@beta.dk"));
    await tick(NOON);
    expect(await sums()).toEqual([
      ["acme.dk", 1, 20],
      ["beta.dk", 2, 20],
    ]);
    await erase(open(), worker(3).profile, NOON);
    await tick(NOON);
    expect(await sums()).toEqual([
      ["acme.dk", 1, 20],
      ["beta.dk", 1, 10],
    ]);
    await store(
      NOON,
      identified(2, "anna@acme.dk", { identity: { email: "anna@acme.dk", was: [worker(2).profile], alias: true } }),
    );
    await tick(NOON);
    expect(await sums()).toEqual([
      ["acme.dk", 1, 30],
      ["beta.dk", 0, 0],
    ]);
    const group = { company: { domain: "beta.dk" } };
    await store(NOON, event("group", NOON, { ...worker(4), visitor: null, ...group }));
    await tick(NOON);
    expect(await sums()).toMatchObject([{}, ["beta.dk", 1, 0]]);
    await doChores(retention, { db: open(), now: NOON + 4_000 * DAY, playbook }, { slices: 100 });
    await tick(NOON);
    expect(await sums()).toMatchObject([["acme.dk", 1, 30]]);
    expect(await rows("SELECT * FROM company_segments WHERE company_id NOT IN (SELECT id FROM companies)")).toEqual([]);
  });

  it("join when two companies are found to be one", async () => {
    const { store, tick, facts, stateOf } = await accountsWorld(playbook);
    const group = (n: number, company: object) => event("group", NOON, { ...worker(n), visitor: null, company });
    await store(
      NOON,
      group(1, { groupId: "42" }),
      identified(2, "bo@acme.dk"),
      ...[1, 1, 2].map((n) => readPrices(n, playbook)),
    );
    await tick(NOON);
    expect(await facts()).toMatchObject([
      { name: "42", score: 20 },
      { name: "acme.dk", score: 10 },
    ]);
    await store(NOON + 1, group(1, { groupId: "42", domain: "acme.dk", name: "Acme" }));
    await tick(NOON + 2);
    expect(await facts()).toMatchObject([{ name: "Acme", people: 2, score: 30, segments: ["hot", "no-decider"] }]);
    expect((await stateOf(2)).segments).toContain("colleagues-of-hot");
  });

  it("are worked out once, however many ticks run at once, and again where something happens meanwhile", async () => {
    const { store, tick, rows, facts, signals, hotAndCold, open } = await accountsWorld(playbook);
    await hotAndCold();
    await Promise.all([tick(NOON + 2), tick(NOON + 2), tick(NOON + 2)]);
    expect(await rows("SELECT version, changes FROM companies")).toEqual([{ version: 2, changes: 0 }]);
    expect(await signals()).toHaveLength(2);
    await store(NOON + 3, identified(3, "cy@acme.dk"));
    const db = open();
    // Somebody joins between the reading of the company's people and the writing of what was worked out.
    const racing: Db = {
      ...db,
      roundTrips: 0,
      write: async (statements) => {
        await store(NOON + 4, identified(4, "dora@acme.dk"));
        return db.write(statements);
      },
    };
    await accounts.slice({ db: racing, now: NOON + 5, playbook });
    expect((await facts())[0].people).toBe(3);
    await tick(NOON + 6);
    expect((await facts())[0].people).toBe(4);
  });

  it("of a company with more people than are read at a time are the sums of all of them", async () => {
    const { store, tick, rows, facts } = await accountsWorld(playbook);
    const people = Array.from({ length: 950 }, (_, i) => i + 1);
    await store(
      NOON,
      ...people.map((n) => identified(n, `p${n}@acme.dk`, n % 10 === 0 ? { traits: { source: "chief" } } : {})),
    );
    await store(NOON, ...people.slice(0, 100).map((n) => readPrices(n, playbook)));
    await tick(NOON);
    expect(await facts()).toMatchObject([{ people: 950, score: 1_000, hottest: 10, "roles.decider": 95 }]);
    const [told] = await rows("SELECT count(*) AS n FROM profile_segments WHERE segment = 'colleagues-of-hot'");
    expect(told!["n"]).toBe(950);
  });
});
