import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { wake } from "../../worker/jobs/wake.ts";
import { retention } from "../../worker/jobs/retention.ts";
import { erase } from "../support/erase.ts";
import { profileOfUser } from "../../worker/profiles/person.ts";
import { readPerson } from "../../worker/profiles/store.ts";
import { leads as listOf } from "../../worker/reports/leads.ts";
import { askOne } from "../../worker/reports/query.ts";
import { answerEvent, type Answer } from "../../worker/sales/answer.ts";
import { readLead } from "../../worker/sales/store.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, event, NOON, PROFILE, view } from "../support/events.ts";
import { anonymous, HOUR, leads, playbook, qualifies, say, store } from "../support/sales.ts";
import { taskAt } from "../support/task.ts";

describe("handing over", () => {
  it("makes a lead with its reasons, an owner and a due time, once, however often the events come", async () => {
    const { open } = await freshDatabase();
    const events = [
      view(playbook, "/blog/x/", NOON - 10, { visitor: PROFILE }),
      ...qualifies(PROFILE, NOON, { traits: { industry: "logistics" } }),
    ];
    await store(open(), events);
    const before = await leads(open());
    await store(open(), events);
    await store(open(), qualifies(PROFILE, NOON + HOUR));
    const [lead, ...others] = await leads(open());
    expect([lead, others]).toEqual([before[0], []]);
    expect(lead).toMatchObject({
      profile_id: PROFILE,
      status: "mql",
      cell: "B3",
      owner: "anna",
      due_at: NOON + 1 + 8 * HOUR,
    });
    expect(JSON.parse(String(lead!["reasons"]))).toMatchObject({
      fit: { grade: "B", points: 40, lines: [{ rule: "industry", points: 40 }] },
      behaviour: { rank: 3, points: 20, lines: [{ rule: "pricing", points: 20, at: NOON + 1 }] },
      stage: "evaluate",
      pages: [{ path: "/pricing/", title: null, at: NOON + 1 }],
    });
  });

  it("leaves alone who objects to being followed, and tells sales no more of what they did", async () => {
    const { open } = await freshDatabase();
    const no = (n: number, at: number): Event =>
      event("consent", at, {
        profile: anonymous(n),
        visitor: anonymous(n),
        consent: { analytics: false, personalization: false, marketing: false },
      });
    const [first, second] = qualifies(anonymous(1));
    await store(open(), [first!, no(1, NOON + 1), { ...second!, at: NOON + 2, receivedAt: NOON + 2 }]);
    await store(open(), [...qualifies(anonymous(2)), no(2, NOON + 3)]);
    const { items } = await askOne(open(), listOf({}, { limit: 9 }, NOON));
    expect(items).toMatchObject([{ person: { id: anonymous(2), objected: true, withdrawn: [] } }]);
    expect(items[0]!.reasons).toMatchObject({ behaviour: { rank: 3, lines: [] }, pages: [], topics: [], segments: [] });
  });
});

describe("what sales says", () => {
  it("moves the lead, the state and the events in one transaction, and nothing twice", async () => {
    const { open } = await freshDatabase();
    await store(open(), qualifies(PROFILE));
    await say(open, { action: "accept" }, NOON + HOUR);
    await say(open, { action: "accept" }, NOON + 2 * HOUR);
    expect(await leads(open())).toMatchObject([{ status: "sql", accepted_at: NOON + HOUR, version: 2 }]);
    await say(open, { action: "won", amount: 1200.5, currency: "EUR" }, NOON + DAY);
    expect(await leads(open())).toMatchObject([
      { status: "won", closed_at: NOON + DAY, amount: 1200.5, currency: "EUR" },
    ]);
    const person = await readPerson(open(), PROFILE);
    expect(person!.state.lead).toEqual({ status: "won", since: NOON + DAY });
    const [told] = await open().read(["SELECT type FROM events WHERE type LIKE 'lead_%' ORDER BY at"]);
    expect(told!.rows.map((row) => row["type"])).toEqual(["lead_qualified", "lead_accepted", "lead_won"]);
  });

  it("of two that contradict each other one counts, and the other leaves nothing, not even a dead letter", async () => {
    const { open } = await freshDatabase();
    await store(open(), qualifies(PROFILE));
    const [row] = await leads(open());
    const lead = (await readLead(open(), String(row!["id"])))!;
    const both: Answer[] = [{ action: "accept" }, { action: "won", amount: 1, currency: "EUR" }];
    const works = await Promise.all([
      ...Array.from({ length: 4 }, () =>
        store(open(), [answerEvent(lead, { action: "reject", cause: "budget" }, NOON + 9)], NOON + 9),
      ),
      ...both.map((answer) => store(open(), [answerEvent(lead, answer, NOON + 9)], NOON + 9)),
    ]);
    const [events, letters] = await open().read([
      "SELECT type FROM events WHERE type IN ('lead_accepted', 'lead_rejected', 'lead_won')",
      "SELECT * FROM dead_letters",
    ]);
    expect(letters!.rows).toHaveLength(0);
    const [after] = await leads(open());
    expect(works.filter(({ counts }) => counts["refused.conflict"]).length).toBeGreaterThan(0);
    // Accepted first, it may have been rejected after; never the other way round.
    const types = events!.rows.map((one) => String(one["type"]));
    expect(after!["status"]).toBe(
      types.includes("lead_rejected") ? "rejected" : types.includes("lead_won") ? "won" : "sql",
    );
    expect((await readPerson(open(), PROFILE))!.state.lead!.status).toBe(after!["status"]);
  });

  it("a no sends them back to nurturing, and they come again after a while if they still qualify, without an event", async () => {
    const { open } = await freshDatabase();
    await store(open(), qualifies(PROFILE));
    await say(open, { action: "reject", cause: "budget" }, NOON + HOUR);
    const person = await readPerson(open(), PROFILE);
    expect(person!.state).toMatchObject({ stage: "interest", lead: { status: "rejected" } });
    expect(person!.dueAt).toBeLessThanOrEqual(NOON + HOUR + 7 * DAY);
    await store(open(), qualifies(PROFILE, NOON + 2 * DAY));
    expect(await leads(open())).toHaveLength(1);
    for (const days of [3, 6, 6.9]) {
      await wake.slice({ ...taskAt(open(), NOON + days * DAY), playbook });
      expect(await leads(open())).toHaveLength(1);
    }
    await wake.slice({ ...taskAt(open(), NOON + HOUR + 7 * DAY), playbook });
    expect(await leads(open())).toMatchObject([
      { status: "rejected", cause: "budget" },
      { status: "mql", cause: null },
    ]);
    expect(await wake.slice({ ...taskAt(open(), NOON + HOUR + 7 * DAY), playbook })).toBe(false);
  });
});

describe("when two are found to be one", () => {
  const identify = (user: string, at: number, was: string[] = []): Event =>
    event("identify", at, { visitor: null, profile: profileOfUser(user), identity: { userId: user, was } });

  it("the lead goes along and is not handed over again", async () => {
    const { open } = await freshDatabase();
    await store(open(), qualifies(anonymous(1)));
    await store(open(), [identify("42", NOON + 5, [anonymous(1)])]);
    expect(await leads(open())).toMatchObject([{ profile_id: profileOfUser("42"), status: "mql" }]);
    const [told] = await open().read(["SELECT count(*) AS n FROM events WHERE type = 'lead_qualified'"]);
    expect(told!.rows[0]!["n"]).toBe(1);
    await say(open, { action: "accept" }, NOON + HOUR);
    expect((await readPerson(open(), profileOfUser("42")))!.state.lead!.status).toBe("sql");
  });

  it("of two open leads the older goes on; one that was accepted before any other", async () => {
    const { open } = await freshDatabase();
    for (const n of [1, 2, 3]) await store(open(), qualifies(anonymous(n), NOON + n * 10));
    await store(open(), [identify("42", NOON + 50, [anonymous(1), anonymous(2)])]);
    const [first, second, third] = await leads(open());
    expect([first, second]).toMatchObject([
      { status: "mql" },
      { status: "merged", merged_into: first!["id"], closed_at: NOON + 50 },
    ]);
    await say(open, { action: "accept" }, NOON + 60, `id = '${String(third!["id"])}'`);
    await store(open(), [identify("42", NOON + 70, [anonymous(3)])]);
    expect(await leads(open())).toMatchObject([
      { id: first!["id"], status: "merged", merged_into: third!["id"] },
      { status: "merged" },
      { id: third!["id"], status: "sql", profile_id: profileOfUser("42") },
    ]);
    expect((await readPerson(open(), profileOfUser("42")))!.state.lead).toEqual({ status: "sql", since: NOON + 60 });
  });

  it("in the batch that hands over, the lead is the survivor's, with the pages of both", async () => {
    const { open } = await freshDatabase();
    await store(open(), [...qualifies(anonymous(1)), identify("42", NOON + 5, [anonymous(1)])]);
    const all = await leads(open());
    expect(all).toMatchObject([{ profile_id: profileOfUser("42"), owner: "anna" }]);
    expect(JSON.parse(String(all[0]!["reasons"])).pages).toHaveLength(1);
  });
});

describe("who is forgotten", () => {
  it("leaves no lead behind: erased, or never known by name", async () => {
    const { open } = await freshDatabase();
    await store(open(), qualifies(anonymous(1)));
    await store(open(), qualifies(anonymous(2)));
    await erase(open(), anonymous(1), NOON);
    expect(await leads(open())).toMatchObject([{ profile_id: anonymous(2) }]);
    const late = taskAt(open(), NOON + 400 * DAY, { events: 900 * DAY, visitors: 30 * DAY });
    for (const chore of retention) while (await chore.slice(late));
    expect(await leads(open())).toEqual([]);
  });

  it("closed leads are kept as long as events are, open ones until they are answered", async () => {
    const { open } = await freshDatabase();
    for (const n of [1, 2]) await store(open(), qualifies(anonymous(n), NOON + n));
    await say(open, { action: "reject", cause: "budget" }, NOON + HOUR);
    const late = taskAt(open(), NOON + 400 * DAY, { events: 300 * DAY, visitors: 900 * DAY });
    for (const chore of retention) while (await chore.slice(late));
    expect(await leads(open())).toMatchObject([{ status: "mql" }]);
  });
});
