import { describe, expect, it } from "vitest";
import { addUp, companyFacts, isAnsweredAnew, noSums } from "../../worker/companies/facts.ts";
import { compile, Playbook } from "../../worker/playbook/index.ts";
import { employed, newPerson } from "../../worker/profiles/person.ts";
import { emptyState } from "../../worker/state/state.ts";
import { accountsPlaybook } from "../support/accounts.ts";
import { DAY, NOON } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const playbook = accountsPlaybook();
const ACME = { name: "Acme", domain: null, traits: {} };
const colleague = (points: number, role: string | null = null) => ({
  ...emptyState("interest", NOON),
  role,
  rules: { pricing: { points, at: NOON } },
});

function facts(people: ReturnType<typeof colleague>[], now = NOON, company: object = ACME) {
  const sums = noSums();
  for (const person of people) addUp(sums, person, playbook, now);
  return companyFacts({ ...ACME, ...company }, sums, playbook, now);
}

describe("a company's facts", () => {
  it("add up exactly, to the hundredth", () => {
    expect(facts(Array.from({ length: 1_000 }, () => colleague(0.1)))).toMatchObject({ score: 100, hottest: 0.1 });
  });

  it("tell the sum and the most of what is left of the points", () => {
    const people = [colleague(20), colleague(8, "decider")];
    expect(facts(people)).toMatchObject({ people: 2, score: 28, hottest: 20, "roles.decider": 1, "roles.user": 0 });
    expect(facts(people, NOON + 7 * DAY)).toMatchObject({ score: 14, hottest: 10 });
    expect(facts([colleague(-5), colleague(-1)])).toMatchObject({ score: -6, hottest: -1 });
    expect(facts([])).toMatchObject({ people: 0, score: 0, hottest: 0 });
  });

  it("are not what a trait of the same name says", () => {
    const traits = { score: 1_000, segments: "hot", people: 9, "roles.decider": 4, employees: 5 };
    expect(facts([], NOON, { traits })).toMatchObject({
      score: 0,
      segments: [],
      people: 0,
      employees: 5,
      "roles.decider": 0,
    });
  });

  it("have the groups in the order written, each of which may ask about those before it", () => {
    expect(facts([colleague(30)])["segments"]).toEqual(["hot", "no-decider"]);
    expect(facts([colleague(30, "decider")])["segments"]).toEqual(["hot"]);
    expect(facts([colleague(30, "user")], NOON, { traits: { employees: 500 } })["segments"]).toEqual([
      "large",
      "hot",
      "no-decider",
    ]);
  });

  it("concern its people where a question that rules ask of it is answered otherwise, and only there", () => {
    const isNews = (before: object, after: object) => isAnsweredAnew(before as never, after as never, playbook, NOON);
    expect(isNews({ segments: ["large"] }, { segments: ["large", "hot"] })).toBe(true);
    expect(isNews({ segments: ["hot"] }, {})).toBe(true);
    expect(isNews({ segments: ["hot"], score: 30 }, { segments: ["hot", "large"], score: 40 })).toBe(false);
    expect(isNews({}, { segments: [] })).toBe(false);
  });
});

describe("what somebody's state keeps of their company", () => {
  const person = { ...newPerson("anna", playbook, NOON), employer: { name: "Acme", score: 30, segments: ["hot"] } };

  it("is what the playbook asks, blocks included", () => {
    expect(employed(person, playbook).state.company).toEqual({ segments: ["hot"] });
    const asking = accountsPlaybook((copy) => {
      const { hero } = copy["blocks"] as Record<string, { variants: object[] }>;
      hero!.variants.push({ name: "n", when: { company: { name: "Acme" } }, html: "h" });
    });
    expect(employed(person, asking).state.company).toEqual({ name: "Acme", segments: ["hot"] });
    expect(asking.needs.companyQuestions).toEqual([{ company: { segments: "hot" } }]);
  });

  it("is nothing where nothing is asked or nobody employs them, and gives way when that changes", () => {
    const quiet = compile(Playbook.parse(document), 1);
    expect(employed(person, quiet)).toBe(person);
    const known = employed(person, playbook);
    expect(employed(known, quiet).state.company).toBeNull();
    expect(employed({ ...known, employer: null }, playbook).state.company).toBeNull();
  });
});
