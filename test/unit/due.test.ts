import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { Document } from "../../worker/playbook/document.ts";
import { compile, type Compiled } from "../../worker/playbook/index.ts";
import { settleDown } from "../../worker/profiles/changes.ts";
import { dueAt } from "../../worker/profiles/due.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { apply } from "../../worker/settle/apply.ts";
import type { Known } from "../../worker/settle/read.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, event, NOON, PROFILE, view } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const MINUTE = 60_000;

const condition = (units: fc.Arbitrary<string>): fc.Arbitrary<unknown> => {
  const within = units;
  const where = fc.constantFrom(undefined, { "page.class": "pricing" }, { "page.class": "blog" });
  const did = fc.constantFrom("page_view", "Order Completed", "signed_up", "lead_rejected");
  const asked = fc
    .record({ did, where })
    .map(({ did, where }) => (where && did === "page_view" ? { did, where } : { did }));
  const total = fc.integer({ min: -100, max: 300 });
  const leaf = fc.oneof(
    fc.tuple(asked, within, fc.integer({ min: 1, max: 4 })).map(([a, w, n]) => ({ ...a, within: w, atLeast: n })),
    fc.tuple(asked, within, fc.integer({ min: 0, max: 3 })).map(([a, w, n]) => ({ ...a, within: w, atMost: n })),
    fc.tuple(asked, within).map(([a, notFor]) => ({ ...a, notFor })),
    fc
      .tuple(within, fc.integer({ min: 1, max: 3 }))
      .map(([w, n]) => ({ did: "page_view", distinct: "page.path", within: w, atLeast: n })),
    fc.tuple(within, total).map(([w, gte]) => ({ did: "Order Completed", sum: "properties.total", within: w, gte })),
    fc.tuple(within, total).map(([w, lte]) => ({ did: "Order Completed", sum: "properties.total", within: w, lte })),
    fc
      .tuple(within, within)
      // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
      .map(([w, next]) => ({ did: "page_view", then: { did: "Order Completed", within: next }, within: w })),
    fc.integer({ min: -40, max: 90 }).map((gte) => ({ score: { behaviour: { gte } } })),
    fc.integer({ min: -40, max: 90 }).map((lte) => ({ score: { behaviour: { lte } } })),
    fc.integer({ min: 1, max: 4 }).map((lte) => ({ score: { rank: { lte } } })),
    within.map((inactive) => ({ inactive })),
    fc.constant({ lead: "mql" }),
  );
  const group = fc.tuple(fc.constantFrom("all", "any"), fc.array(leaf, { minLength: 1, maxLength: 3 }));
  return fc.oneof(
    leaf,
    leaf,
    leaf.map((not) => ({ not })),
    group.map(([how, of]) => ({ [how]: of })),
  );
};

const segmentsOf = (conditions: unknown[]): Record<string, unknown> =>
  Object.fromEntries(conditions.map((when, i) => [`s${i}`, { title: "t", when }]));

/** A playbook that time has much to do with; lint is not asked, since it is about sense. */
const playbooks = (units: fc.Arbitrary<string>, stages: fc.Arbitrary<unknown>): fc.Arbitrary<Compiled> =>
  fc
    .record({
      segments: fc.array(condition(units), { minLength: 1, maxLength: 4 }).map(segmentsOf),
      roles: fc.array(condition(units), { maxLength: 2 }).map(segmentsOf),
      rules: fc.array(
        fc.record({
          did: fc.constantFrom("page_view", "Order Completed", "signed_up"),
          points: fc.constantFrom(-20, -3.7, 0.5, 10, 33.3),
          halfLife: units,
        }),
        { minLength: 1, maxLength: 5 },
      ),
      ranks: fc.array(fc.integer({ min: -10, max: 80 }), { maxLength: 4 }),
      sales: fc.option(fc.record({ when: condition(units), again: units }), { nil: undefined }),
      stages,
    })
    .map(({ segments, roles, rules, ranks, sales, stages }) => {
      const behaviour = rules.map(({ did, points, halfLife }, i) => ({
        id: `r${i}`,
        title: "t",
        on: { did },
        points,
        halfLife,
      }));
      const scoring = { ...document.scoring, behaviour, ranks: ranks.map((from, i) => ({ rank: i + 1, from })) };
      const owners = [{ id: "o", name: "O" }];
      const more = sales ? { sales: { ...sales, due: "1d", owners, assign: ["round-robin"], rejections: {} } } : {};
      return compile(Document.parse({ ...document, scoring, segments, companies: { roles }, stages, ...more }), 1);
    });

/** The usual journey: two windows that end in a holding place, out of which a no from sales sends people at once. */
const windows = (units: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.tuple(units, units, units, units).map(([within, proof, lasts, longer]) => {
    const no = { did: "lead_rejected", never: true, within: longer };
    const back = { fallBackTo: "learn", fallBackWhen: { did: "lead_rejected", since: "stage" } };
    const compares = { did: "page_view", where: { "page.class": "pricing" }, atLeast: 2, within };
    const proves = { did: "page_view", where: { "page.class": "blog" }, within: proof };
    return [
      { id: "interest", title: "t", kind: "holding" },
      { id: "learn", title: "t", kind: "holding", enter: { did: "page_view", atLeast: 2 } },
      { id: "evaluate", title: "t", kind: "window", lasts, enter: { all: [compares, no] }, ...back },
      {
        id: "justify",
        title: "t",
        kind: "window",
        lasts: longer,
        enter: { all: [{ stage: ["evaluate", "justify"] }, proves, no] },
        ...back,
      },
    ];
  });

const history = (playbook: Compiled, longest: number): fc.Arbitrary<Event[]> =>
  fc
    .array(
      fc.record({
        what: fc.constantFrom("view", "view", "order", "sign", "reject"),
        path: fc.constantFrom("/pricing/", "/blog/one/", "/blog/two/", "/"),
        wait: fc.oneof(fc.integer({ min: 0, max: longest }), fc.constantFrom(0, 1, 1000)),
        total: fc.integer({ min: -50, max: 200 }),
      }),
      { minLength: 1, maxLength: 15 },
    )
    .map((steps) => {
      let clock = NOON;
      return steps.map(({ what, path, wait, total }) => {
        clock += wait;
        if (what === "view") return view(playbook, path, clock);
        if (what === "order") return event("track", clock, { name: "Order Completed", properties: { total } });
        return what === "sign" ? event("track", clock, { name: "signed_up" }) : event("lead_rejected", clock);
      });
    });

const decidedAt = (state: State, playbook: Compiled, at: number): State =>
  settleDown(state, state, { id: `${at}`, profile: PROFILE, at, by: "time" }, playbook).state;

const decision = ({ segments, role, cell, stage, stageSince, lead }: State): unknown => ({
  segments,
  role,
  cell,
  stage,
  stageSince,
  lead: lead?.status ?? null,
});

const HOLDING = fc.constant([{ id: "interest", title: "t", kind: "holding" }]);
const days = fc.constantFrom("6h", "1d", "7d", "13d", "30d", "90d");

describe("when time next decides", () => {
  it("is never too late and seldom for nothing: before it nothing changes, and walking from one to the next misses nothing", () => {
    const cases = playbooks(days, HOLDING).chain((playbook) =>
      fc.tuple(
        fc.constant(playbook),
        history(playbook, 20 * DAY),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      ),
    );
    fc.assert(
      fc.property(cases, ([playbook, events, parts]) => {
        const begun = events.reduce(
          (folded, one) => fold(folded, one, playbook, one.receivedAt),
          emptyState("interest", NOON),
        );
        let state = begun;
        const start = events.at(-1)!.at;
        const end = start + 365 * DAY;
        let [now, wakes] = [start, 0];
        for (;;) {
          const due = dueAt(state, playbook, now);
          const until = Math.min(due ?? end, end);
          for (const at of [...parts.map((part) => now + Math.floor(part * (until - now - 1))), until - 1])
            if (at > now) expect([at, decision(decidedAt(state, playbook, at))]).toEqual([at, decision(state)]);
          if (due === null || due > end) break;
          expect(due).toBeGreaterThan(now);
          state = decidedAt(state, playbook, due);
          [now, wakes] = [due, wakes + 1];
          // Where points that fade and negative ones that fade balance on a boundary, hundredths go to and fro over it.
          const balances = playbook.scoring.behaviour.some(({ points }) => points! < 0);
          expect(wakes).toBeLessThan(balances ? 600 : 60);
        }
        const { segments, role, cell } = decidedAt({ ...begun, lead: state.lead }, playbook, end);
        expect({ segments, role, cell }).toEqual({ segments: state.segments, role: state.role, cell: state.cell });
      }),
      { numRuns: 200 },
    );
  });

  it("moves people between stages as looking every minute would", () => {
    const minutes = fc.constantFrom("3m", "7m", "15m", "30m");
    const cases = playbooks(minutes, windows(minutes)).chain((playbook) =>
      fc.tuple(fc.constant(playbook), history(playbook, 10 * MINUTE)),
    );
    fc.assert(
      fc.property(cases, ([playbook, events]) => {
        let [woken, looked] = [emptyState("interest", NOON), emptyState("interest", NOON)];
        let due: number | null = null;
        let next = 0;
        for (let now = NOON; now < NOON + 240 * MINUTE; now += MINUTE) {
          for (; events[next] && events[next]!.at <= now; next++) {
            const one = events[next]!;
            [woken, looked] = [fold(woken, one, playbook, one.at), fold(looked, one, playbook, one.at)];
            due = dueAt(woken, playbook, one.at);
          }
          if (next === 0) continue;
          looked = decidedAt(looked, playbook, now);
          if (due !== null && due <= now) {
            woken = decidedAt(woken, playbook, now);
            due = dueAt(woken, playbook, now);
          }
          expect([now, decision(woken)]).toEqual([now, decision(looked)]);
        }
      }),
      { numRuns: 80 },
    );
  });

  it.each([
    ["a weekday, at midnight where they are", { weekday: ["tue"] }, "2026-11-02T12:00:00Z", "2026-11-02T23:00:00Z"],
    ["an hour of the day", { time: { from: "09:00", to: "17:00" } }, "2026-11-02T12:00:00Z", "2026-11-02T16:00:00Z"],
    ["an hour of tomorrow", { time: { from: "09:00", to: "24:00" } }, "2026-11-02T23:30:00Z", "2026-11-03T08:00:00Z"],
    ["clocks that are changed first", { weekday: ["mon"] }, "2027-03-28T00:30:00Z", "2027-03-28T01:00:00Z"],
    ["the day that is shorter by it", { weekday: ["mon"] }, "2027-03-28T01:00:00Z", "2027-03-28T22:00:00Z"],
    ["the day that is longer by it", { weekday: ["mon"] }, "2026-10-25T01:00:00Z", "2026-10-25T23:00:00Z"],
  ])("knows %s", (_, when, now, due) => {
    const site = { ...document.site, timeZone: "Europe/Copenhagen" };
    const scoring = { ...document.scoring, behaviour: [] };
    const playbook = compile(Document.parse({ ...document, site, scoring, segments: segmentsOf([when]) }), 1);
    const at = Date.parse(now);
    expect(new Date(dueAt(emptyState("interest", at), playbook, at)!).toISOString()).toBe(due.replace("Z", ".000Z"));
  });

  it("is in the past for whose window ended between their event and its being stored", () => {
    const within = { did: "page_view", within: "1h" };
    const playbook = compile(Document.parse({ ...document, segments: segmentsOf([within]) }), 1);
    const known: Known = {
      persons: new Map(),
      byEmail: new Map(),
      events: new Set(),
      receipts: new Set(),
      requests: [],
      ledger: [],
      suppressed: [],
      networks: new Map(),
      companies: { ids: new Map(), grouped: new Set(), facts: new Map() },
      leads: new Map(),
      recounted: [],
      revision: 1,
    };
    const events = [view(playbook, "/", NOON), event("track", NOON + 59 * MINUTE, { name: "signed_up" })];
    const later = NOON + 61 * MINUTE;
    const person = apply([{ kind: "events", id: "m", events }], known, playbook, later).persons.get(PROFILE)!;
    expect(person.state.segments).toEqual(["s0"]);
    expect(person.dueAt).toBe(NOON + 60 * MINUTE);
    expect(decidedAt(person.state, playbook, later).segments).toEqual([]);
  });
});
