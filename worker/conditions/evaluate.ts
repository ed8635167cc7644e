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
  if ("country" in condition) return matches(facts.surroundings.country, condition.country);
  if ("language" in condition) return matches(facts.surroundings.language, condition.language);
  if ("device" in condition) return matches(facts.surroundings.device, condition.device);
  if ("campaign" in condition) return each(facts.surroundings, "campaign", condition.campaign);
  if ("page" in condition) return each(facts.surroundings, "page", condition.page);

  const { state, now } = facts;
  if (state === null) return false;
  if ("did" in condition) return happened(state.counters, condition, now);
  if ("trait" in condition) return matches(state.traits[condition.trait], condition.is);
  if ("segment" in condition) return state.segments.includes(condition.segment);
  if ("stage" in condition) return [condition.stage].flat().includes(state.stage);
  if ("score" in condition) return scoreHolds(facts.score(), condition.score);
  if ("visits" in condition) return within(state.session.count, condition.visits);
  if ("interest" in condition) return (state.topics[condition.interest] ?? 0) >= condition.atLeast;
  if ("consent" in condition) return state.consent[condition.consent];
  if ("permission" in condition) return state.permissions[condition.permission] === condition.is;
  if ("knows" in condition) return state.known.includes(condition.knows);
  return condition satisfies never;
}

const SURROUNDINGS = ["country", "language", "device", "campaign", "page"];

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
  subject: "campaign" | "page",
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
