import type { Comparison, Condition, Grade, Matcher } from "../playbook/index.ts";
import { walk } from "../playbook/index.ts";
import type { State } from "../state/state.ts";
import type { Facts, Score } from "./facts.ts";
import { gaugeOf } from "./gauges/index.ts";
import { isThen, localTime } from "./local-time.ts";
import { testOf } from "./match.ts";
import { valueAt } from "./value.ts";

type Predicate = (facts: Facts) => boolean;

/** Whether a condition holds. Pure: same facts, same answer. */
export function evaluate(condition: Condition, facts: Facts): boolean {
  return predicateOf(condition)(facts);
}

/** A playbook's conditions are asked at every event, so each is made a function once. */
const predicates = new WeakMap<Condition, Predicate>();

function predicateOf(condition: Condition): Predicate {
  let predicate = predicates.get(condition);
  if (!predicate) predicates.set(condition, (predicate = compiled(condition)));
  return predicate;
}

function compiled(condition: Condition): Predicate {
  if ("all" in condition) {
    const all = condition.all.map(predicateOf);
    return (facts) => all.every((holds) => holds(facts));
  }
  if ("any" in condition) {
    const any = condition.any.map(predicateOf);
    return (facts) => any.some((holds) => holds(facts));
  }
  if ("not" in condition) {
    const holds = predicateOf(condition.not);
    return (facts) => !holds(facts);
  }
  return aroundOf(condition) ?? personal(condition);
}

/** Of the person: nobody of whom nothing is known meets it. */
function personal(condition: Condition): Predicate {
  const holds = ofState(condition);
  return (facts) => facts.state !== null && holds(facts.state, facts);
}

function ofState(condition: Condition): (state: State, facts: Facts) => boolean {
  if ("did" in condition) {
    const gauge = gaugeOf(condition);
    return ({ counters, stageSince }, { now }) => gauge.holds(counters[condition.key], condition, { now, stageSince });
  }
  if ("trait" in condition) {
    const test = testOf(condition.is);
    return ({ traits }) => test(own(traits, condition.trait));
  }
  if ("score" in condition) return (_, facts) => scoreHolds(facts.score(), condition.score);
  if ("stage" in condition) {
    const { longerThan = 0, shorterThan = Number.POSITIVE_INFINITY } = condition;
    const stages = [condition.stage].flat();
    return ({ stage, stageSince }, { now }) =>
      stages.includes(stage) && now - stageSince >= longerThan && now - stageSince < shorterThan;
  }
  if ("segment" in condition) return ({ segments }) => segments.includes(condition.segment);
  if ("visits" in condition) return ({ session }) => within(session.count, condition.visits);
  if ("inactive" in condition) return ({ lastSeen }, { now }) => now - lastSeen >= condition.inactive;
  if ("interest" in condition) return ({ topics }) => (own(topics, condition.interest) ?? 0) >= condition.atLeast;
  if ("consent" in condition) return ({ consent }) => consent[condition.consent];
  if ("permission" in condition) return ({ permissions }) => permissions[condition.permission] === condition.is;
  if ("knows" in condition) return ({ known }) => known.includes(condition.knows);
  if ("lead" in condition) return isOneOf(condition.lead, ({ lead }) => lead?.status);
  if ("role" in condition) return isOneOf(condition.role, ({ role }) => role);
  if ("cluster" in condition) return isOneOf(condition.cluster, ({ cluster }) => cluster);
  if ("flow" in condition) return ({ flows }) => flows.includes(condition.flow);
  throw new Error(`nobody evaluates ${JSON.stringify(condition)}`);
}

/** What a record itself has, not what all objects have. */
const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

function isOneOf(wanted: string | string[], of: (state: State) => string | null | undefined) {
  const all: string[] = [wanted].flat();
  return (state: State): boolean => {
    const value = of(state);
    return typeof value === "string" && all.includes(value);
  };
}

const PLACES = ["country", "region", "city", "language", "device"] as const;
const RECORDS = ["campaign", "page"] as const;
const SURROUNDINGS = [...PLACES, ...RECORDS, "company", "weekday", "time"];

/** Of the moment and the place; undefined for a condition that asks about the person. */
function aroundOf(condition: Condition): Predicate | undefined {
  for (const name of PLACES) {
    const matcher = (condition as Partial<Record<string, Matcher>>)[name];
    if (matcher === undefined) continue;
    const test = testOf(matcher);
    return ({ surroundings }) => test(surroundings[name]);
  }
  for (const name of RECORDS) {
    const wanted = (condition as Partial<Record<string, Record<string, Matcher>>>)[name];
    if (wanted === undefined) continue;
    const all = Object.entries(wanted).map(([path, matcher]) => ({ path, test: testOf(matcher) }));
    return ({ surroundings }) => all.every(({ path, test }) => test(valueAt(surroundings[name], path)));
  }
  if ("company" in condition) {
    const all = Object.entries(condition.company).map(([key, matcher]) => ({ key, test: testOf(matcher) }));
    return ({ surroundings: { company = {} } }) => all.every(({ key, test }) => test(own(company, key)));
  }
  if ("weekday" in condition || "time" in condition)
    return ({ now, surroundings, timeZone }) => isThen(condition, localTime(now, surroundings.timeZone, timeZone));
  return undefined;
}

/** Whether a condition asks about the person: such a one needs consent to personalization. */
export function isPersonal(condition: Condition): boolean {
  for (const node of walk(condition)) {
    const structural = "all" in node || "any" in node || "not" in node;
    if (!structural && !SURROUNDINGS.some((subject) => subject in node)) return true;
  }
  return false;
}

function within(value: number, { gte, lte }: Comparison): boolean {
  return (gte === undefined || value >= gte) && (lte === undefined || value <= lte);
}

function scoreHolds(score: Score, wanted: Extract<Condition, { score: unknown }>["score"]): boolean {
  return (
    (wanted.behaviour === undefined || within(score.behaviour.points, wanted.behaviour)) &&
    (wanted.rank === undefined || within(score.behaviour.rank, wanted.rank)) &&
    (wanted.fit?.gte === undefined || better(score.fit.grade, wanted.fit.gte)) &&
    (wanted.fit?.lte === undefined || better(wanted.fit.lte, score.fit.grade)) &&
    (wanted.action === undefined || (score.action !== null && [wanted.action].flat().includes(score.action)))
  );
}

/** A is the best grade, so `gte: B` means A or B. */
const better = (grade: Grade, than: Grade): boolean => grade <= than;
