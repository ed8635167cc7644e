import { describe, expect, it } from "vitest";
import { Condition, CONDITIONS } from "../../worker/playbook/condition.ts";
import { durationInWords } from "../../worker/playbook/words-values.ts";
import { inWords } from "../../worker/playbook/words.ts";

const TOLD: [condition: unknown, words: string][] = [
  [{ did: "page_view" }, "has viewed a page"],
  [
    { did: "page_view", where: { "page.class": "pricing" }, atLeast: 2, within: "7d" },
    "has viewed a page (class pricing) at least 2 times within 7 days",
  ],
  [{ did: "contract_signed", never: true }, 'has not done "contract_signed"'],
  [{ did: "page_view", atMost: 2, within: "30d" }, "has not viewed a page at least 3 times within 30 days"],
  [{ did: "page_view", notFor: "30d" }, "has viewed a page and has not viewed a page within 30 days"],
  [{ did: "form_submit", since: "stage" }, "has submitted a form since entering the stage"],
  [{ did: "form_submit", since: "2026-11-01" }, "has submitted a form since 2026-11-01"],
  [
    { did: "Order Completed", sum: "properties.total", gte: 1000, within: "365d" },
    'has done "Order Completed", properties.total adding up to at least 1000 within 365 days',
  ],
  [{ did: "page_view", distinct: "page.path", atLeast: 3 }, "has viewed a page with at least 3 different page.path"],
  [
    // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
    { did: "page_view", where: { "page.class": ["pricing", "terms"] }, then: { did: "form_submit", within: "2d" } },
    "has viewed a page (class pricing or terms), then submitted a form within 2 days",
  ],
  [{ trait: "industry", in: ["retail", "food"] }, "industry is retail or food"],
  [{ trait: "title", contains: "chief" }, 'title contains "chief"'],
  [{ trait: "employees", gte: 50, lt: 500 }, "employees is at least 50 and is less than 500"],
  [{ segment: "engaged" }, "is in segment engaged"],
  [{ not: { segment: "engaged" } }, "is not in segment engaged"],
  [{ not: { trait: "industry", eq: "food" } }, "not (industry is food)"],
  [{ not: { not: { segment: "a" } } }, "is in segment a"],
  [{ stage: ["evaluate", "justify"] }, "is in stage evaluate or justify"],
  [{ stage: "learn", longerThan: "2w" }, "is in stage learn for 14 days or longer"],
  [{ score: { behaviour: { gte: 30 } } }, "behaviour is at least 30 points"],
  [{ score: { rank: { lte: 2 }, fit: { gte: "B" } } }, "behaviour rank is 2 or hotter and fit grade is B or better"],
  [{ score: { action: "mql" } }, "the matrix says mql"],
  [{ visits: { gte: 2 } }, "has come at least 2 times"],
  [{ inactive: "90d" }, "has not been seen for 90 days"],
  [{ interest: "picking", atLeast: 3 }, "has read at least 3 pages about picking"],
  [{ consent: "marketing" }, "has consented to marketing"],
  [{ permission: "newsletter" }, "has confirmed permission newsletter"],
  [{ permission: "newsletter", is: "pending" }, "has been asked to confirm permission newsletter"],
  [{ knows: "email" }, "has told email"],
  [{ lead: ["mql", "sql"] }, "is a lead that is mql or sql"],
  [{ role: "buyer" }, "has role buyer"],
  [{ cluster: ["one", "two"] }, "is in cluster one or two"],
  [{ flow: "welcome" }, "is in flow welcome"],
  [{ flow: "welcome", is: "completed" }, "has completed a flow (name welcome)"],
  [{ email: "offer", was: "opened", within: "7d" }, "has opened an e-mail (name offer) within 7 days"],
  [{ country: ["DK", "NO"] }, "country is DK or NO"],
  [{ region: "Jutland" }, "region is Jutland"],
  [{ city: { startsWith: "Aar" } }, 'city begins with "Aar"'],
  [{ language: "da" }, "language is da"],
  [{ device: "mobile" }, "device is mobile"],
  [{ campaign: { source: "linkedin" } }, "campaign source is linkedin"],
  [{ page: { class: "pricing", path: { contains: "da" } } }, 'page class is pricing and page path contains "da"'],
  [{ company: { employees: { gte: 50 } } }, "company employees is at least 50"],
  [{ company: { name: { exists: false } } }, "company name is not known"],
  [{ weekday: ["sat", "sun"] }, "is here on Saturday or Sunday"],
  [{ time: { from: "09:00", to: "17:00" } }, "is here between 09:00 and 17:00 o'clock"],
  [
    { all: [{ segment: "a" }, { any: [{ segment: "b" }, { visits: { lte: 1 } }] }] },
    "is in segment a and (is in segment b or has come at most 1 time)",
  ],
  [{ any: [{ segment: "a" }, { segment: "b" }] }, "is in segment a or is in segment b"],
  [{ not: { any: [{ segment: "a" }, { segment: "b" }] } }, "not (is in segment a or is in segment b)"],
];

describe("conditions in words", () => {
  it.each(TOLD)("%j → %s", (condition, words) => {
    expect(inWords(Condition.parse(condition))).toBe(words);
  });

  it("has words for every subject there is", () => {
    const told = new Set(TOLD.flatMap(([condition]) => Object.keys(condition as object)));
    expect(Object.keys(CONDITIONS).filter((subject) => !told.has(subject))).toEqual([]);
  });
});

describe("durations in words", () => {
  it.each([
    [1_000, "1 second"],
    [90 * 60_000, "90 minutes"],
    [3_600_000, "1 hour"],
    [14 * 86_400_000, "14 days"],
  ])("%d ms → %s", (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });
});
