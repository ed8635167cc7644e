import { describe, expect, it } from "vitest";
import { evaluate, type Facts, isPersonal } from "../../worker/conditions/index.ts";
import { Condition } from "../../worker/playbook/index.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { NOON } from "../support/events.ts";

const state: State = {
  ...emptyState("learn", NOON),
  session: { startedAt: NOON, views: 1, count: 3 },
  topics: { picking: 4 },
  segments: ["engaged"],
  traits: { industry: "Logistics", employees: 120 },
  known: ["email"],
  permissions: { news: "pending" },
  consent: { analytics: true, personalization: true, marketing: false },
};
const facts: Facts = {
  state,
  surroundings: { country: "DK", language: "da-DK", device: "mobile", campaign: { source: "news" } },
  now: NOON,
  timeZone: "Europe/Copenhagen",
  score: () => ({ fit: { points: 30, grade: "B" }, behaviour: { points: 42, rank: 2 }, action: "mql" }),
};
const holds = (condition: unknown, given = facts): boolean => evaluate(Condition.parse(condition), given);

describe("a condition", () => {
  it.each<[unknown, boolean]>([
    [{ trait: "industry", in: ["logistics", "retail"] }, true],
    [{ trait: "industry", eq: "retail" }, false],
    [{ trait: "industry", contains: "gist" }, true],
    [{ trait: "industry", startsWith: "LOG" }, true],
    [{ trait: "employees", gte: 100, lt: 200 }, true],
    [{ trait: "employees", gt: 120 }, false],
    [{ trait: "title", exists: false }, true],
    [{ trait: "industry", exists: true }, true],
    [{ trait: "title", exists: true }, false],
    [{ segment: "engaged" }, true],
    [{ stage: ["learn", "evaluate"] }, true],
    [{ stage: "interest" }, false],
    [{ score: { behaviour: { gte: 40 } } }, true],
    [{ score: { behaviour: { gte: 40, lte: 41 } } }, false],
    [{ score: { fit: { gte: "B" } } }, true],
    [{ score: { fit: { gte: "A" } } }, false],
    [{ score: { fit: { lte: "C" } } }, false],
    [{ score: { rank: { lte: 2 } } }, true],
    [{ visits: { gte: 2 } }, true],
    [{ visits: { lte: 2 } }, false],
    [{ interest: "picking", atLeast: 4 }, true],
    [{ interest: "inventory" }, false],
    [{ consent: "personalization" }, true],
    [{ consent: "marketing" }, false],
    [{ permission: "news" }, false],
    [{ permission: "news", is: "pending" }, true],
    [{ knows: "email" }, true],
    [{ country: ["DK", "NO"] }, true],
    [{ language: { startsWith: "da" } }, true],
    [{ device: "desktop" }, false],
    [{ campaign: { source: "news" } }, true],
    [{ page: { class: "pricing" } }, false],
    [{ not: { segment: "engaged" } }, false],
    [{ all: [{ segment: "engaged" }, { device: "mobile" }] }, true],
    [{ all: [{ segment: "engaged" }, { device: "desktop" }] }, false],
    [{ any: [{ segment: "nobody" }, { device: "mobile" }] }, true],
  ])("%j is %j", (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it("about a person is false of somebody unknown; about the moment it holds for all", () => {
    const unknown = { ...facts, state: null };
    expect(holds({ visits: { lte: 99 } }, unknown)).toBe(false);
    expect(holds({ country: "DK" }, unknown)).toBe(true);
  });

  it("is personal as soon as one part of it is", () => {
    expect(isPersonal(Condition.parse({ all: [{ country: "DK" }, { device: "mobile" }] }))).toBe(false);
    expect(isPersonal(Condition.parse({ any: [{ country: "DK" }, { not: { visits: { gte: 2 } } }] }))).toBe(true);
  });

  it.each([
    [{}, /a condition starts with one of/],
    [{ sgement: "x" }, /a condition starts with one of/],
    [{ did: "page_view", atLeast: 11, within: "7d" }, /at most 10/],
    [{ did: "page_view", within: "soon" }, /7d/],
    [{ visits: { gte: 2 }, stage: "learn" }, /Unrecognized key/],
  ])("%j is refused, saying what to write", (condition, message) => {
    expect(() => Condition.parse(condition)).toThrow(message);
  });
});
