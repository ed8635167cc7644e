import { describe, expect, it } from "vitest";
import { evaluate, type Facts, isPersonal } from "../../worker/conditions/index.ts";
import { Condition } from "../../worker/playbook/index.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, NOON } from "../support/events.ts";

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
const HOUR = 3_600_000;
const wellKnown: Facts = {
  ...facts,
  state: {
    ...state,
    stageSince: NOON - 3 * DAY,
    lastSeen: NOON - 2 * HOUR,
    lead: { status: "sql", since: NOON },
    role: "buyer",
    cluster: "readers",
    flows: ["welcome"],
  },
  surroundings: {
    ...facts.surroundings,
    region: "84",
    city: "Århus",
    company: { name: "Nordvare", employees: 120, segments: ["key", "old"] },
  },
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

  it.each<[unknown, boolean]>([
    [{ lead: "sql" }, true],
    [{ lead: ["won", "lost"] }, false],
    [{ role: ["buyer", "user"] }, true],
    [{ role: "decider" }, false],
    [{ cluster: "readers" }, true],
    [{ cluster: ["buyers"] }, false],
    [{ flow: "welcome" }, true],
    [{ flow: "farewell" }, false],
    [{ inactive: "2h" }, true],
    [{ inactive: "3h" }, false],
    [{ stage: "learn", longerThan: "3d" }, true],
    [{ stage: "learn", longerThan: "4d" }, false],
    [{ stage: "learn", shorterThan: "3d" }, false],
    [{ stage: ["learn", "evaluate"], longerThan: "1d", shorterThan: "4d" }, true],
    [{ score: { action: "mql" } }, true],
    [{ score: { action: ["nurture", "drop"] } }, false],
    [{ region: "84" }, true],
    [{ city: "ÅRHUS" }, true],
    [{ city: { startsWith: "år" } }, true],
    [{ city: { exists: false } }, false],
    [{ country: "NO" }, false],
    [{ weekday: ["mon", "tue"] }, true],
    [{ weekday: ["sun"] }, false],
    [{ time: { from: "13:00", to: "13:01" } }, true],
    [{ time: { from: "09:00", to: "13:00" } }, false],
    [{ time: { from: "22:00", to: "13:30" } }, true],
    [{ company: { name: "nordvare", employees: { gte: 50 } } }, true],
    [{ company: { segments: "key" } }, true],
    [{ company: { domain: { exists: true } } }, false],
    [{ campaign: { source: "NEWS", medium: { exists: false } } }, true],
    [{ trait: "constructor", exists: true }, false],
  ])("of somebody well known: %j is %j", (condition, expected) => {
    expect(holds(condition, wellKnown)).toBe(expected);
  });

  it("asks for the hour where the visitor is; where that is unknown, for the site's", () => {
    const early = { time: { from: "07:00", to: "07:01" } };
    const at = (timeZone?: string): Facts => ({ ...facts, surroundings: timeZone === undefined ? {} : { timeZone } });
    expect(holds(early, at("America/New_York"))).toBe(true);
    expect(holds({ time: { from: "17:30", to: "17:31" } }, at("Asia/Kolkata"))).toBe(true);
    expect(holds({ time: { from: "13:00", to: "13:01" } }, at("Nowhere/Land"))).toBe(true);
    expect(holds({ time: { from: "13:00", to: "13:01" } }, at())).toBe(true);
    expect(holds({ weekday: ["tue"] }, { ...at("Asia/Tokyo"), now: NOON + 4 * HOUR })).toBe(true);
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
