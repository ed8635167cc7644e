import type { Comparison, Condition, Grade } from "../playbook/index.ts";
import { walk } from "../playbook/index.ts";
import { happened } from "./count.ts";
import type { Facts, Score, Surroundings } from "./facts.ts";
import { matches, valueAt } from "./match.ts";

/** Whether a condition holds. Pure: same facts, same answer. */
export function evaluate(condition: Condition, facts: Facts): boolean {
  if ("all" in condition) return condition.all.every((child) => evaluate(child, facts));
  if ("any" in condition) return condition.any.some((child) => evaluate(child, facts));
  if ("not" in condition) return !evaluate(condition.not, facts);

  // What rules ask most comes first: each question costs a look at the condition's keys.
  const { state, surroundings, now } = facts;
  if ("did" in condition) return state !== null && happened(state.counters, condition, now);
  if ("trait" in condition) return state !== null && matches(state.traits[condition.trait], condition.is);
  if ("score" in condition) return state !== null && scoreHolds(facts.score(), condition.score);
  if ("stage" in condition) return state !== null && [condition.stage].flat().includes(state.stage);
  if ("segment" in condition) return state !== null && state.segments.includes(condition.segment);
  if ("visits" in condition) return state !== null && within(state.session.count, condition.visits);
  if ("interest" in condition) return state !== null && (state.topics[condition.interest] ?? 0) >= condition.atLeast;
  if ("consent" in condition) return state !== null && state.consent[condition.consent];
  if ("permission" in condition) return state !== null && state.permissions[condition.permission] === condition.is;
  if ("knows" in condition) return state !== null && state.known.includes(condition.knows);
  if ("country" in condition) return matches(surroundings.country, condition.country);
  if ("language" in condition) return matches(surroundings.language, condition.language);
  if ("device" in condition) return matches(surroundings.device, condition.device);
  if ("campaign" in condition) return each(surroundings, "campaign", condition.campaign);
  if ("page" in condition) return each(surroundings, "page", condition.page);
  if ("company" in condition) return each(surroundings, "company", condition.company);
  return condition satisfies never;
}

const SURROUNDINGS = ["country", "language", "device", "campaign", "page", "company"];

/** Whether a condition asks about the person: such a one needs consent to personalization. */
export function isPersonal(condition: Condition): boolean {
  for (const node of walk(condition)) {
    const structural = "all" in node || "any" in node || "not" in node;
    if (!structural && !SURROUNDINGS.some((subject) => subject in node)) return true;
  }
  return false;
}

function each(
  surroundings: Surroundings,
  subject: "campaign" | "page" | "company",
  wanted: Extract<Condition, { page: unknown }>["page"],
): boolean {
  return Object.entries(wanted).every(([path, matcher]) => matches(valueAt(surroundings[subject], path), matcher));
}

function within(value: number, { gte, lte }: Comparison): boolean {
  return (gte === undefined || value >= gte) && (lte === undefined || value <= lte);
}

function scoreHolds(score: Score, wanted: Extract<Condition, { score: unknown }>["score"]): boolean {
  return (
    (wanted.behaviour === undefined || within(score.behaviour.points, wanted.behaviour)) &&
    (wanted.rank === undefined || within(score.behaviour.rank, wanted.rank)) &&
    (wanted.fit?.gte === undefined || better(score.fit.grade, wanted.fit.gte)) &&
    (wanted.fit?.lte === undefined || better(wanted.fit.lte, score.fit.grade))
  );
}

/** A is the best grade, so `gte: B` means A or B. */
const better = (grade: Grade, than: Grade): boolean => grade <= than;
