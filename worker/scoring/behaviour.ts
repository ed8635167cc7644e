import { matchesEvent, union } from "../conditions/index.ts";
import type { Event } from "../events/event.ts";
import { DAY } from "../lib/duration.ts";
import { SHORT_HASH, shortHash } from "../lib/hash.ts";
import type { BehaviourRule, Scoring } from "../playbook/index.ts";
import type { Accumulator, State } from "../state/state.ts";

/** One line of the explanation: what a rule is worth now, and when it last gave points (epoch ms). */
export interface Explanation {
  rule: string;
  points: number;
  at: number;
}

/** Points are told with two decimals, so that an explanation adds up to its total exactly. */
const round = (points: number): number => Math.round(points * 100) / 100;

/** What is kept is finer than what is told, yet has few enough digits for a cookie. */
const keep = (points: number): number => Math.round(points * 10_000) / 10_000;

/** What is left of points given at `at`: half after each half-life. Never more than was given, whatever the clocks say. */
export function decayed({ points, at }: Accumulator, halfLife: number, now: number): number {
  return points * 0.5 ** (Math.max(0, now - at) / halfLife);
}

/** The accumulators after an event. */
export function score(rules: State["rules"], event: Event, scoring: Scoring): State["rules"] {
  let next = rules;
  for (const rule of scoring.behaviour) {
    if (!matchesEvent(event, rule.on)) continue;
    const before = next[rule.id] ?? { points: 0, at: event.at };
    next = {
      ...next,
      [rule.id]: rule.tiers ? tiered(before, rule, event, scoring) : counted(before, rule, event, scoring),
    };
  }
  return next;
}

/** The behaviour points at a time, rule by rule, most points first. Their sum is {@link behaviourPoints}. */
export function explain(state: Pick<State, "rules">, scoring: Scoring, now: number): Explanation[] {
  return scoring.behaviour
    .flatMap((rule) => {
      const held = state.rules[rule.id];
      const points = held ? round(decayed(held, halfLifeOf(rule, scoring), now)) : 0;
      return held && points !== 0 ? [{ rule: rule.id, points, at: held.at }] : [];
    })
    .toSorted((a, b) => b.points - a.points);
}

/** All behaviour points at a time. */
export function behaviourPoints(state: Pick<State, "rules">, scoring: Scoring, now: number): number {
  return round(explain(state, scoring, now).reduce((sum, line) => sum + line.points, 0));
}

/** Two people's points as one's: each decays from where it stands, both to the later time. */
export function mergeRules(a: State["rules"], b: State["rules"], scoring: Scoring): State["rules"] {
  const merged: State["rules"] = {};
  for (const rule of scoring.behaviour) {
    const [x, y] = [a[rule.id], b[rule.id]];
    if (!x || !y) {
      const only = x ?? y;
      if (only) merged[rule.id] = only;
      continue;
    }
    merged[rule.id] = rule.tiers ? readByBoth(x, y, rule, scoring) : givenToBoth(x, y, rule, scoring);
  }
  return merged;
}

/** As one they reach a tier together; a page that both have read is one page. */
function readByBoth(x: Accumulator, y: Accumulator, rule: BehaviourRule, scoring: Scoring): Accumulator {
  const worth = (pages = ""): number => tierPoints(rule, pages.length / SHORT_HASH);
  const pages = union(x.pages ?? "", y.pages ?? "", mostPages(rule));
  const sign = Math.sign(worth(pages));
  const together = Math.max(0, sign * (worth(pages) - worth(x.pages) - worth(y.pages)));
  const { points, at } = sumOf(x, y, rule, scoring);
  const most = sign * worth(pages);
  return { points: keep(sign * Math.min(sign * points + together, most)), at, ...(pages ? { pages } : {}) };
}

/** What both were given on one day beyond what one person gets is taken back. */
function givenToBoth(x: Accumulator, y: Accumulator, rule: BehaviourRule, scoring: Scoring): Accumulator {
  const { points, at } = sumOf(x, y, rule, scoring);
  const today = daysOfBoth(x, y);
  const { capPerDay = Number.POSITIVE_INFINITY } = rule;
  const excess = today ? Math.max(0, today[1] - capPerDay) : 0;
  const kept = Math.sign(points) * Math.max(0, Math.abs(points) - excess);
  return { points: keep(limited(kept, rule)), at, ...(today ? { today: [today[0], today[1] - excess] } : {}) };
}

function sumOf(x: Accumulator, y: Accumulator, rule: BehaviourRule, scoring: Scoring): Accumulator {
  const at = Math.max(x.at, y.at);
  const halfLife = halfLifeOf(rule, scoring);
  return { points: decayed(x, halfLife, at) + decayed(y, halfLife, at), at };
}

/** What both were given on the later of their days. */
function daysOfBoth({ today: x }: Accumulator, { today: y }: Accumulator): Accumulator["today"] {
  if (!x || !y) return x ?? y;
  return x[0] === y[0] ? [x[0], x[1] + y[1]] : x[0] > y[0] ? x : y;
}

/** What each rule gave between two states, as told in the timeline. */
export function pointsGiven(before: State, after: State, scoring: Scoring): { rule: string; points: number }[] {
  return scoring.behaviour.flatMap((rule) => {
    const [old, now] = [before.rules[rule.id], after.rules[rule.id]];
    if (!now || now === old) return [];
    const points = round(now.points - (old ? decayed(old, halfLifeOf(rule, scoring), now.at) : 0));
    return points === 0 ? [] : [{ rule: rule.id, points }];
  });
}

/** How long a rule's points take to halve, ms. */
export const halfLifeOf = (rule: BehaviourRule, scoring: Scoring): number => rule.halfLife ?? scoring.halfLife;
const mostPages = (rule: BehaviourRule): number => rule.tiers?.at(-1)?.pages ?? 0;

/** What a rule may hold at a time, above nothing or below. */
function limited(points: number, { cap, tiers }: BehaviourRule): number {
  const most = cap ?? (tiers ? Math.max(...tiers.map((tier) => Math.abs(tier.points))) : Number.POSITIVE_INFINITY);
  return Math.max(-most, Math.min(points, most));
}

/** What comes late for a day that is over gives nothing any more where a day's points are capped. */
function counted(before: Accumulator, rule: BehaviourRule, event: Event, scoring: Scoring): Accumulator {
  const { points = 0, capPerDay } = rule;
  if (capPerDay === undefined) return add(before, points, rule, event, scoring);
  const day = Math.floor(event.at / DAY);
  const [last, given] = before.today ?? [day, 0];
  if (day < last) return before;
  const soFar = day === last ? given : 0;
  const gain = Math.sign(points) * Math.min(Math.abs(points), Math.max(0, capPerDay - soFar));
  if (gain === 0) return before;
  return { ...add(before, gain, rule, event, scoring), today: [day, soFar + Math.abs(gain)] };
}

/** Reaching a tier gives what it is worth more than the tier before it, at that moment. */
function tiered(before: Accumulator, rule: BehaviourRule, event: Event, scoring: Scoring): Accumulator {
  const seen = before.pages ?? "";
  const pages = union(seen, shortHash(event.page?.path ?? event.name ?? event.type), mostPages(rule));
  if (pages === seen) return before;
  const gain = tierPoints(rule, pages.length / SHORT_HASH) - tierPoints(rule, seen.length / SHORT_HASH);
  return { ...add(before, gain, rule, event, scoring), pages };
}

function tierPoints(rule: BehaviourRule, pages: number): number {
  return rule.tiers?.findLast((tier) => pages >= tier.pages)?.points ?? 0;
}

/** Points given late (an event from an outbox) are first decayed to the time the rule already stands at. */
function add(before: Accumulator, points: number, rule: BehaviourRule, event: Event, scoring: Scoring): Accumulator {
  const halfLife = halfLifeOf(rule, scoring);
  const at = Math.max(before.at, event.at);
  const sum = decayed(before, halfLife, at) + decayed({ points, at: event.at }, halfLife, at);
  return { ...before, points: keep(limited(sum, rule)), at };
}
