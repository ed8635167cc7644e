import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { behaviourPoints, explain, scoreAt } from "../../worker/scoring/index.ts";
import { DAY, NOON } from "../support/events.ts";
import { asked, clicked, type Deed, live, pick, playbook, times, traits, unsubscribed } from "../support/lives.ts";

describe("behaviour points", () => {
  it.each<[what: string, deeds: Deed[], points: number, day?: number]>([
    ["one page about a product", pick(1), 1],
    ["two pages about a product", pick(2), 1],
    ["three pages about a product", pick(3), 10],
    ["four pages about a product", pick(4), 10],
    ["five pages about a product", pick(5), 50],
    ["ten pages about a product", pick(10), 50],
    ["one page ten times", times(10, 0, "/products/pick/overview/"), 1],
    ["three pages of one product and one of another", [...pick(3), [0, "/products/stock/overview/"]], 11],
    ["a marked page", [[0, "/webinar/"]], 10],
    ["the white paper", [[0, asked]], 15],
    ["a completed flow", [[0, { type: "flow_completed", name: "permission" }]], 20],
    ["an overview: little", [[0, "/products/"]], 0.5],
    ["the terms: much", [[0, "/terms/"]], 10],
    ["looking for work", [[0, "/careers/"]], -10],
    ["leaving the newsletter", [[0, unsubscribed]], -15],
    ["good and bad together", [...pick(3), [0, "/careers/"], [0, "/careers/driver/"]], -10],

    ["prices nine times: up to the cap", times(9, 0, "/pricing/"), 40],
    ["the contact page three times: up to the cap", times(3, 0, "/contact/"), 10],
    ["careers nine times: the cap holds below nothing too", times(9, 0, "/careers/"), -20],
    ["five stories in a day: up to the day's cap", times(5, 0, "/customers/havbo-sport/"), 6],
    ["and more the next day, up to the cap", [...times(5, 0, "/blog/a/"), ...times(5, 1, "/blog/a/")], 10],
    ["three clicks in one letter: one letter", times(3, 0, clicked), 5],

    ["prices after one half-life", [[0, "/pricing/"]], 5, 14],
    ["prices after two", [[0, "/pricing/"]], 2.5, 28],
    ["the white paper after its own", [[0, asked]], 7.5, 30],
    ["a completed flow after its own", [[0, { type: "flow_completed", name: "permission" }]], 10, 30],
    ["a newsletter left two months ago", [[0, unsubscribed]], -7.5, 60],
    [
      "prices again after a half-life",
      [
        [0, "/pricing/"],
        [14, "/pricing/"],
      ],
      15,
      14,
    ],
    ["five pages, long ago", pick(5), 0, 365],
  ])("of %s", (_, deeds, points, day) => {
    const { state, now } = live(deeds, day);
    // Deeds of one day lie some milliseconds apart.
    expect(behaviourPoints(state, playbook.scoring, now)).toBeCloseTo(points, 1);
    const lines = explain(state, playbook.scoring, now).reduce((sum, line) => sum + Math.round(line.points * 100), 0);
    expect(lines / 100).toBe(behaviourPoints(state, playbook.scoring, now));
  });
});

describe("who is cold today", () => {
  const silence: Deed = [0, "/"];
  const hot: Deed[] = [...pick(5).map(([, page]): Deed => [1, page]), [1, "/pricing/"]];

  it("is hot tomorrow, and cold again after weeks in which nothing happened", () => {
    const rank = (deeds: Deed[], day: number): number => {
      const { state, now } = live(deeds, day);
      return scoreAt(state, playbook.scoring, now).behaviour.rank;
    };
    expect(rank([silence], 0)).toBe(4);
    expect(rank([silence, ...hot], 1)).toBe(1);
    expect(rank([silence, ...hot], 50)).toBe(4);
  });

  it("and each boundary that is crossed is told, up by what they did and down by time", () => {
    const { told, state } = live([silence, ...hot], 50);
    const crossed = told.filter(({ type }) => type === "score_changed");
    expect(crossed.map(({ name, properties }) => [properties!["from"], name, properties!["by"]])).toEqual([
      ["D4", "D3", "event"],
      ["D3", "D2", "event"],
      ["D2", "D1", "event"],
      ["D1", "D2", "time"],
      ["D2", "D3", "time"],
      ["D3", "D4", "time"],
    ]);
    expect(state.cell).toBe("D4");
    const day = ({ at }: Event): number => Math.floor((at - NOON) / DAY);
    // 60.5 points are 60 within hours, 30 after a half-life, 10 after two and a half.
    expect(crossed.slice(3).map(day)).toEqual([1, 15, 37]);
  });
});

const GRADES = {
  A: traits({ industry: "logistics", employees: "100-499" }),
  B: traits({ industry: "logistics", employees: "20-99" }),
  C: traits({ industry: "logistics" }),
  D: traits({ industry: "other" }),
};
const RANKS: Record<number, Deed[]> = {
  1: [...pick(5), [0, "/pricing/"]],
  2: times(3, 0, "/pricing/"),
  3: [[0, "/pricing/"]],
  4: [[0, "/"]],
};

describe("the coordinate system", () => {
  it.each<[cell: string, action: string]>([
    ["A1", "mql"],
    ["A2", "mql"],
    ["B1", "mql"],
    ["B2", "mql"],
    ["A3", "nurture"],
    ["A4", "nurture"],
    ["B3", "nurture"],
    ["B4", "nurture"],
    ["C1", "nurture"],
    ["C2", "nurture"],
    ["C3", "nurture"],
    ["D1", "nurture"],
    ["C4", "ignore"],
    ["D2", "ignore"],
    ["D3", "ignore"],
    ["D4", "ignore"],
  ])("says of %s: %s", (cell, action) => {
    const { state, now, told } = live([GRADES[cell[0] as keyof typeof GRADES], ...RANKS[Number(cell[1])]!]);
    expect([state.cell, scoreAt(state, playbook.scoring, now).action]).toEqual([cell, action]);
    expect(state.lead?.status ?? null).toBe(action === "mql" ? "mql" : null);
    expect(told.filter(({ type }) => type === "lead_qualified")).toHaveLength(action === "mql" ? 1 : 0);
  });

  it("never sums the two: who reads all and fits nothing is no lead, nor who fits and reads nothing", () => {
    expect(live([GRADES.D, ...RANKS[1]!]).state.lead).toBeNull();
    expect(live([GRADES.A, ...RANKS[4]!]).state.lead).toBeNull();
  });

  it.each<[who: string, fit: Record<string, string>]>([
    ["a competitor", { industry: "warehouse-software" }],
    ["a large one", { industry: "warehouse-software", employees: "500+" }],
    ["its head of logistics", { industry: "warehouse-software", employees: "500+", title: "Head of Logistics" }],
  ])("keeps %s in grade D, whatever they read", (_, fit) => {
    const { state, now } = live([traits(fit), ...RANKS[1]!, ...RANKS[2]!, [0, asked]]);
    const score = scoreAt(state, playbook.scoring, now);
    expect([score.fit.grade, score.behaviour.rank, score.action]).toEqual(["D", 1, "nurture"]);
    expect(score.fit.points).toBeLessThan(0);
    expect([state.lead, state.segments.includes("competitors")]).toEqual([null, true]);
  });
});
