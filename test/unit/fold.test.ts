import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { behaviourPoints, explain, scoreAt } from "../../worker/scoring/index.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, event, NOON, view } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const foldAll = (events: Event[], start = emptyState("interest", NOON)): State =>
  events.reduce((state, one) => fold(state, one, playbook, one.receivedAt), start);
const pick = (n: number, at = NOON): Event => view(playbook, `/products/pick/page-${n}/`, at);
const points = (events: Event[], now = NOON): number => behaviourPoints(foldAll(events), playbook.scoring, now);

describe("behaviour points", () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 10],
    [4, 10],
    [5, 50],
    [9, 50],
  ])("%i distinct pages of a product group are worth %i", (pages, expected) => {
    expect(points(Array.from({ length: pages }, (_, i) => pick(i)))).toBe(expected);
  });

  it("the same page read again is not another page", () => {
    expect(points([pick(1), pick(1), pick(1), pick(1), pick(1)])).toBe(1);
  });

  it("halve after each half-life", () => {
    const pricing = view(playbook, "/pricing/", NOON);
    expect(points([pricing])).toBe(10);
    expect(points([pricing], NOON + 7 * DAY)).toBe(5);
    expect(points([pricing], NOON + 14 * DAY)).toBe(2.5);
  });

  it("never hold more than the rule's cap", () => {
    expect(points(Array.from({ length: 9 }, () => view(playbook, "/pricing/", NOON)))).toBe(30);
  });

  it("count an event that comes late for what it is worth now", () => {
    const late = view(playbook, "/pricing/", NOON - 7 * DAY, { receivedAt: NOON });
    const early = view(playbook, "/pricing/", NOON);
    expect(points([early, late])).toBe(15);
    expect(points([late, early])).toBe(15);
  });

  it("look at what an event says, too", () => {
    const order = (total: number): Event => event("track", NOON, { name: "Order Completed", properties: { total } });
    expect(points([order(99)])).toBe(0);
    expect(points([order(100)])).toBe(40);
  });

  it("are explained rule by rule, to the last decimal, at any time", () => {
    const state = foldAll([
      ...[0, 1, 2].map((n) => pick(n)),
      view(playbook, "/pricing/", NOON - DAY),
      event("form_submit", NOON),
    ]);
    for (const days of [0, 1, 3.3, 17, 100]) {
      const lines = explain(state, playbook.scoring, NOON + days * DAY);
      const sum = lines.reduce((total, line) => total + Math.round(line.points * 100), 0) / 100;
      expect(sum).toBe(behaviourPoints(state, playbook.scoring, NOON + days * DAY));
    }
  });
});

describe("fit", () => {
  it("comes from traits and gives a grade, apart from behaviour", () => {
    const state = foldAll([event("identify", NOON, { traits: { industry: "Logistics" } })]);
    expect(scoreAt(state, playbook.scoring, NOON)).toEqual({
      fit: { points: 40, grade: "B" },
      behaviour: { points: 0, rank: 4 },
      action: null,
    });
  });
});

describe("a session", () => {
  it("ends after half an hour without an event", () => {
    const state = foldAll([pick(1), pick(2, NOON + 29 * 60_000), pick(3, NOON + 59 * 60_000)]);
    expect(state.session).toEqual({ startedAt: NOON + 59 * 60_000, views: 1, count: 2 });
    expect(state.views).toBe(3);
  });

  it("is not started anew by an event that comes late", () => {
    expect(foldAll([pick(1), pick(2, NOON - DAY)]).session.count).toBe(1);
  });
});

describe("stage and segments", () => {
  it("move forward when a stage's condition holds", () => {
    const two = [view(playbook, "/pricing/", NOON), view(playbook, "/pricing/", NOON + DAY)];
    const state = foldAll(two);
    expect(state.stage).toBe("evaluate");
    expect(state.segments).toEqual(["evaluating"]);
  });

  it("do not move when the window has passed between", () => {
    expect(foldAll([view(playbook, "/pricing/", NOON), view(playbook, "/pricing/", NOON + 8 * DAY)]).stage).toBe(
      "interest",
    );
  });

  it("fall back from a window that has lasted long enough, and stay in a holding place", () => {
    const two = [view(playbook, "/pricing/", NOON), view(playbook, "/pricing/", NOON + 1)];
    expect(foldAll([...two, view(playbook, "/", NOON + 13 * DAY)]).stage).toBe("evaluate");
    expect(foldAll([...two, view(playbook, "/", NOON + 15 * DAY)]).stage).toBe("learn");
    expect(foldAll([...two, view(playbook, "/", NOON + 15 * DAY), view(playbook, "/", NOON + 99 * DAY)]).stage).toBe(
      "learn",
    );
  });

  it("a segment may ask about those before it", () => {
    const state = foldAll([0, 1, 2, 3, 4].map((n) => pick(n)));
    expect(state.segments).toEqual(["pickers", "hot", "hot-pickers"]);
  });
});

describe("traits and what is known", () => {
  it("carry only what the playbook lists, know the names of all", () => {
    const state = foldAll([event("form_submit", NOON, { traits: { firstName: "Anna", industry: "retail" } })]);
    expect(state.traits).toEqual({ industry: "retail" });
    expect(state.known).toEqual(["firstName", "industry"]);
  });

  it("combine as the playbook says", () => {
    const given = [
      { orders: 2, source: "fair", industry: "retail" },
      { orders: 3, source: "web", industry: "logistics" },
    ];
    const state = foldAll(given.map((traits) => event("identify", NOON, { traits })));
    expect(state.traits).toEqual({ orders: 5, source: "fair", industry: "logistics" });
  });
});
