import { describe, expect, it } from "vitest";
import { amountOf } from "../../worker/http/admin/parts/deal.ts";
import { answered, answerEvent, answerOf, isAnswered } from "../../worker/sales/answer.ts";
import { leadOfBoth } from "../../worker/sales/both.ts";
import { ACTIONS, LEAD_STATUSES, placeOf, type Standing } from "../../worker/sales/lead.ts";
import { Playbook } from "../../worker/playbook/index.ts";
import { needsOf } from "../../worker/playbook/needs.ts";
import { NOON, PROFILE } from "../support/events.ts";
import { document } from "../support/playbook.ts";
import { SALES } from "../support/sales.ts";

const lead: Standing = {
  id: "33333333-3333-4333-8333-333333333333",
  profileId: PROFILE,
  status: "mql",
  dueAt: NOON + 1,
  acceptedAt: null,
  closedAt: null,
  cause: null,
  amount: null,
  currency: null,
  note: null,
  version: 1,
};

describe("what may be said of a lead", () => {
  it("follows from how it stands, and from nothing else", () => {
    const allowed = LEAD_STATUSES.map((status) => [
      status,
      ACTIONS.filter((action) => answered({ ...lead, status }, { action }, NOON) !== null),
    ]);
    expect(Object.fromEntries(allowed)).toEqual({
      mql: ["accept", "reject"],
      sql: ["reject", "won", "lost"],
      rejected: [],
      won: [],
      lost: [],
      merged: [],
    });
  });

  it("is the same event each time, and is read from it again", () => {
    const answer = { action: "lost", cause: "price", amount: 0, currency: "EUR" } as const;
    const event = answerEvent(lead, answer, NOON);
    expect(answerEvent(lead, answer, NOON + 5).id).toBe(event.id);
    expect(answerEvent(lead, { action: "won" }, NOON).id).not.toBe(event.id);
    expect(answerOf(event)).toEqual({ lead: lead.id, answer });
    expect(answerOf({ ...event, type: "page_view" })).toBeNull();
    expect(answerOf({ ...event, properties: {} })).toBeNull();
  });

  it("said again is known again, with another cause it is not", () => {
    const after = answered(lead, { action: "reject", cause: "budget", note: "n" }, NOON)!;
    expect(after).toMatchObject({ status: "rejected", closedAt: NOON, note: "n", acceptedAt: null });
    expect(isAnswered(after, { action: "reject", cause: "budget" })).toBe(true);
    expect(isAnswered(after, { action: "reject", cause: "student" })).toBe(false);
    expect(isAnswered(lead, { action: "accept" })).toBe(false);
  });
});

it("the list begins with what is due soonest, then what was accepted last, then what was closed last", () => {
  const all = [
    { ...lead, status: "mql", dueAt: NOON + 9 },
    { ...lead, status: "mql", dueAt: NOON + 99_000_000_000 },
    { ...lead, status: "sql", acceptedAt: NOON + 5 },
    { ...lead, status: "sql", acceptedAt: NOON },
    { ...lead, status: "won", acceptedAt: NOON, closedAt: NOON + 7 },
    { ...lead, status: "rejected", closedAt: NOON + 6 },
  ] as const;
  const places = all.map(placeOf);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(new Set(places).size).toBe(all.length);
});

describe("of two people found to be one", () => {
  const mql = (since: number) => ({ status: "mql", since }) as const;
  const rejected = (since: number) => ({ status: "rejected", since }) as const;
  const sql = (since: number) => ({ status: "sql", since }) as const;
  it.each([
    [null, mql(1), mql(1)],
    [mql(2), mql(1), mql(1)],
    [mql(1), sql(9), sql(9)],
    [rejected(9), mql(1), mql(1)],
    [rejected(3), rejected(8), rejected(8)],
    [null, null, null],
  ])("%j and %j stand as %j, whichever is first", (a, b, both) => {
    expect(leadOfBoth(a, b)).toEqual(both);
    expect(leadOfBoth(b, a)).toEqual(both);
  });
});

describe("sales.yaml", () => {
  const parsed = (change: object) => Playbook.safeParse({ ...document, sales: { ...SALES, ...change } });

  it("lets states keep the country where leads are given out by it", () => {
    expect(needsOf(parsed({ assign: ["round-robin"] }).data!).around).toEqual(new Set());
    expect(needsOf(parsed({ assign: ["country", "round-robin"] }).data!).around).toEqual(new Set(["country"]));
  });
});

it.each([
  ["120.000", 120_000],
  ["120,000", 120_000],
  ["120 000", 120_000],
  ["1.000,50", 1_000.5],
  ["1,000.50", 1_000.5],
  ["1.250.000", 1_250_000],
  ["1500,5", 1_500.5],
  ["0", 0],
  ["-0", Number.NaN],
  ["-5", Number.NaN],
  ["1e308", Number.NaN],
  ["1.000.50", Number.NaN],
  ["0.125", Number.NaN],
  ["1.00,000", Number.NaN],
  ["", Number.NaN],
])("reads the amount %s as people in Denmark and England write it", (text, amount) => {
  expect(amountOf(text)).toBe(amount);
});
