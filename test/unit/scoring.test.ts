import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { Document } from "../../worker/playbook/document.ts";
import { compile } from "../../worker/playbook/index.ts";
import { merge } from "../../worker/profiles/merge.ts";
import { fold } from "../../worker/profiles/fold.ts";
import {
  behaviourPoints,
  explain,
  explainFit,
  mergeRules,
  score,
  scoreAt,
  scoreChanges,
} from "../../worker/scoring/index.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, event, NOON, view, blank } from "../support/events.ts";
import { document } from "../support/playbook.ts";
import { examplePlaybook } from "../support/example.ts";

const playbook = await examplePlaybook();
const { scoring } = playbook;

const PATHS = [
  "/",
  "/pricing/",
  "/terms/",
  "/careers/",
  "/blog/a/",
  "/webinar/",
  "/contact/",
  "/products/stock/slotting/",
];
const DONE: Partial<Event>[] = [
  { type: "flow_completed", name: "permission" },
  { type: "email_clicked", name: "welcome" },
  { type: "permission_withdrawn", permission: { submission: "s", topics: ["newsletter"] } },
  { type: "form_submit", submission: { ...blank, form: "whitepaper", locale: "en", url: "x", permissions: [] } },
  { type: "identify", traits: { industry: "logistics", employees: "1-19", title: "Head of Logistics" } },
  { type: "identify", traits: { industry: "warehouse-software" } },
];

/** Some history of points given and taken, in order or late. */
const history = fc
  .array(
    fc.record({
      wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 * DAY })),
      late: fc.constantFrom(0, 0, 0, DAY / 3, 3 * DAY),
      what: fc.oneof(
        fc.constantFrom(...PATHS),
        fc.integer({ min: 1, max: 7 }).map((n) => `/products/pick/${n}/`),
        fc.constantFrom(...DONE),
      ),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let clock = NOON;
    return steps.map(({ wait, late, what }): Event => {
      clock += wait;
      const at = clock - late;
      if (typeof what === "string") return view(playbook, what, at, { receivedAt: clock });
      return { ...event(what.type!, at), ...what, receivedAt: clock };
    });
  });

const folded = (events: Event[]): State =>
  events.reduce((state, one) => fold(state, one, playbook, one.receivedAt), emptyState("interest", NOON));

const hundredths = (lines: { points: number }[]): number =>
  lines.reduce((sum, { points }) => sum + Math.round(points * 100), 0) / 100;

describe("every point", () => {
  it("is explained: the lines and the total agree to the last decimal, whenever it is asked", () => {
    fc.assert(
      fc.property(history, fc.array(fc.integer({ min: 0, max: 400 * DAY }), { maxLength: 8 }), (events, delays) => {
        const state = folded(events);
        for (const now of [events.at(-1)!.receivedAt, ...delays.map((delay) => events.at(-1)!.receivedAt + delay)]) {
          const { behaviour, fit } = scoreAt(state, scoring, now);
          const lines = explain(state, scoring, now);
          expect(hundredths(lines)).toBe(behaviour.points);
          expect(behaviourPoints(state, scoring, now)).toBe(behaviour.points);
          expect(lines.every(({ points }) => points !== 0)).toBe(true);
          expect(lines.map(({ points }) => points)).toEqual(
            lines.map(({ points }) => points).toSorted((a, b) => b - a),
          );
          expect(hundredths(explainFit(state, scoring, now))).toBe(fit.points);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("stays within its rule's cap, and fades towards nothing from either side", () => {
    fc.assert(
      fc.property(history, (events) => {
        const { rules } = folded(events);
        for (const { id, cap, tiers } of scoring.behaviour) {
          const most = cap ?? tiers!.at(-1)!.points;
          expect(Math.abs(rules[id]?.points ?? 0)).toBeLessThanOrEqual(most);
        }
        const [now, later] = [0, 30 * DAY].map((delay) => explain({ rules }, scoring, events.at(-1)!.at + delay));
        for (const { rule, points } of later!) {
          const before = now!.find((line) => line.rule === rule)!.points;
          expect(Math.sign(points)).toBe(Math.sign(before));
          expect(Math.abs(points)).toBeLessThan(Math.abs(before) + 0.01);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("two people who are one", () => {
  it("hold together no more than one person may, whichever is taken first", () => {
    fc.assert(
      fc.property(history, history, (one, other) => {
        const [a, b] = [folded(one), folded(other)];
        const merged = mergeRules(a.rules, b.rules, scoring);
        for (const { id, cap, capPerDay, tiers } of scoring.behaviour) {
          const { points = 0, today = [0, 0] } = merged[id] ?? {};
          expect(Math.abs(points)).toBeLessThanOrEqual(cap ?? tiers!.at(-1)!.points);
          expect(today[1]).toBeLessThanOrEqual(capPerDay ?? 0);
        }
        const points = (rules: State["rules"]): unknown => explain({ rules }, scoring, NOON + 400 * DAY);
        expect(points(mergeRules(b.rules, a.rules, scoring))).toEqual(points(merged));
      }),
      { numRuns: 200 },
    );
  });

  const read = (...paths: string[]): State => folded(paths.map((path) => view(playbook, path, NOON)));
  const pick = (...pages: number[]): string[] => pages.map((n) => `/products/pick/${n}/`);
  const pointsOf = (state: State): number => behaviourPoints(state, scoring, NOON);

  it.each([
    ["three pages and two others are five pages", pick(1, 2, 3), pick(4, 5), 50],
    ["the same three pages are three", pick(1, 2, 3), pick(1, 2, 3), 10],
    ["what one read is not lost", pick(1, 2, 3), [], 10],
    ["prices twice each are prices four times", ["/pricing/", "/pricing/"], ["/terms/", "/terms/"], 40],
    ["but no more than the cap", Array(3).fill("/pricing/"), Array(3).fill("/terms/"), 40],
    ["nor more in a day than one person gets", Array(3).fill("/blog/a/"), Array(3).fill("/blog/b/"), 6],
    ["and the cap below nothing is one, too", Array(2).fill("/careers/"), Array(2).fill("/careers/"), -20],
  ])("%s", (_, one: string[], other: string[], points) => {
    expect(pointsOf(merge(read(...one), read(...other), playbook))).toBe(points);
  });

  it("get nothing more that day once they were given a day's points", () => {
    const blog = (): Event => view(playbook, "/blog/a/", NOON);
    const day = [blog(), blog(), blog()];
    const both = mergeRules(folded(day).rules, folded(day).rules, scoring);
    const more = [blog(), blog()].reduce((rules, one) => score(rules, one, scoring), both);
    expect(explain({ rules: more }, scoring, NOON)).toMatchObject([{ rule: "stories", points: 6 }]);
  });
});

describe("when points come to a boundary", () => {
  const rules = fc.array(
    fc.record({
      points: fc.oneof(fc.integer({ min: -400_000, max: 800_000 }), fc.constantFrom(100_000, -100_000)),
      ago: fc.integer({ min: -DAY, max: 30 * DAY }),
      halfLife: fc.constantFrom("1h", "3d", "14d", "14d", "60d"),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const bounds = fc.array(fc.oneof(fc.integer({ min: -30, max: 90 }), fc.constantFrom(0, 10, 0.29)), {
    minLength: 1,
    maxLength: 4,
  });

  it("is known to the millisecond, also where negative points fade and the sum rises", () => {
    fc.assert(
      fc.property(
        rules,
        bounds,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (held, bounds, parts) => {
          const behaviour = held.map(({ halfLife }, i) => ({
            id: `r${i}`,
            title: "t",
            on: { did: "x" },
            points: 1,
            halfLife,
          }));
          const { scoring } = compile(Document.parse({ ...document, scoring: { ...document.scoring, behaviour } }), 1);
          const state = {
            rules: Object.fromEntries(
              held.map(({ points, ago }, i) => [`r${i}`, { points: points / 10_000, at: NOON - ago }]),
            ),
          };
          const side = (at: number): unknown => {
            const points = behaviourPoints(state, scoring, at);
            return bounds.map((bound) => Math.sign(points - bound));
          };
          const at = scoreChanges(state, scoring, bounds, NOON);
          const end = Number.isFinite(at) ? at : NOON + 4 * 365 * DAY;
          for (const part of [0, ...parts]) {
            const before = NOON + Math.floor(part * (end - 1 - NOON));
            expect([before, side(before)]).toEqual([before, side(NOON)]);
          }
          expect(side(end - 1)).toEqual(side(NOON));
          if (at < NOON + 4 * 365 * DAY) expect(side(at)).not.toEqual(side(NOON));
        },
      ),
      { numRuns: 400 },
    );
  });
});
