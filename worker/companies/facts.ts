import { evaluate } from "../conditions/index.ts";
import type { Compiled } from "../playbook/index.ts";
import { behaviourPoints } from "../scoring/index.ts";
import type { CompanyFacts, State, TraitValue } from "../state/state.ts";

/** What is known of a company by itself. */
export interface Named {
  name: string;
  domain: string | null;
  traits: Record<string, TraitValue>;
}

/** A company's people, added up. Points are whole hundredths, so that sums are exact. */
export interface Sums {
  people: number;
  hundredths: number;
  /** The most that one of them has; null where nobody works there. */
  most: number | null;
  roles: Record<string, number>;
  /** Whether anybody has points, which fade. */
  isFading: boolean;
}

export const noSums = (): Sums => ({ people: 0, hundredths: 0, most: null, roles: {}, isFading: false });

/** What counts of one who works there. */
export type Colleague = Pick<State, "rules" | "role">;

/** Adds one who works there to the sums, with their behaviour points as of `now`. */
export function addUp(sums: Sums, colleague: Colleague, { scoring }: Compiled, now: number): void {
  const points = Math.round(behaviourPoints(colleague, scoring, now) * 100);
  const { role } = colleague;
  sums.people++;
  sums.hundredths += points;
  sums.most = Math.max(sums.most ?? points, points);
  sums.isFading ||= points !== 0;
  if (role !== null) sums.roles[role] = (Object.hasOwn(sums.roles, role) ? sums.roles[role]! : 0) + 1;
}

/**
 * All that conditions may ask of a company: `name`, `domain`, `kind`, its traits, `people` (how many), `score` (the sum of their
 * behaviour points), `hottest` (the most that one of them has), `roles.<role>` (how many have it), and the `segments` it is in. What is
 * worked out hides a trait of the same name.
 */
export function companyFacts(company: Named, sums: Sums, playbook: Compiled, now: number): CompanyFacts {
  const { name, domain, traits } = company;
  const roles = Object.keys(playbook.companies.roles).map((role): [string, number] => [
    `roles.${role}`,
    sums.roles[role] ?? 0,
  ]);
  const facts: CompanyFacts = {
    ...traits,
    kind: "company",
    name,
    ...(domain === null ? {} : { domain }),
    people: sums.people,
    score: sums.hundredths / 100,
    hottest: (sums.most ?? 0) / 100,
    ...Object.fromEntries(roles),
  };
  const segments: string[] = [];
  facts["segments"] = segments;
  for (const [segment, { when }] of Object.entries(playbook.companies.segments)) {
    if (holds(when, facts, playbook, now)) segments.push(segment);
  }
  return facts;
}

const OWN = ["people", "score", "hottest", "segments"];

/** Of a company's facts, those that are worked out from its people. */
export function workedOut(facts: CompanyFacts): CompanyFacts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => OWN.includes(key) || key.startsWith("roles.")));
}

export const segmentsOf = (facts: CompanyFacts): string[] => (facts["segments"] ?? []) as string[];

/** Whether anything that rules ask about people's company is answered otherwise than before. */
export function isAnsweredAnew(before: CompanyFacts, after: CompanyFacts, playbook: Compiled, now: number): boolean {
  return playbook.needs.companyQuestions.some(
    (question) => holds(question, before, playbook, now) !== holds(question, after, playbook, now),
  );
}

function holds(
  condition: Parameters<typeof evaluate>[0],
  company: CompanyFacts,
  { site }: Compiled,
  now: number,
): boolean {
  const score = (): never => {
    throw new Error("a company has no rank and no grade");
  };
  return evaluate(condition, { state: null, surroundings: { company }, now, timeZone: site.timeZone, score });
}
