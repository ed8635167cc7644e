import type { State } from "../state/state.ts";

/** What of somebody's reading is looked at. */
export type Reading = Pick<State, "classes" | "topics" | "views">;

/** Fewer page views say too little about somebody. */
export const LEAST_VIEWS = 3;
/** What few people read tells nobody apart; more features cost time and say little. */
const MOST_FEATURES = 60;

const PREFIX = { classes: "page:", topics: "topic:" } as const;

/** The classes and topics that people read most, as `page:pricing` and `topic:picking`, in a stable order. */
export function featuresOf(people: Reading[]): string[] {
  const totals = new Map<string, number>();
  for (const person of people) {
    for (const [feature, share] of shares(person)) totals.set(feature, (totals.get(feature) ?? 0) + share);
  }
  return [...totals]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_FEATURES)
    .map(([feature]) => feature)
    .toSorted();
}

/** What part of somebody's page views each feature has: classes add up to 1, and so do topics. */
export function vectorOf(person: Reading, features: string[]): number[] {
  const of = new Map(shares(person));
  return features.map((feature) => of.get(feature) ?? 0);
}

function shares(person: Reading): [feature: string, share: number][] {
  return (["classes", "topics"] as const).flatMap((kind) => {
    const counted = Object.entries(person[kind]);
    const total = counted.reduce((sum, [, views]) => sum + views, 0);
    return counted.map(([name, views]): [string, number] => [PREFIX[kind] + name, views / total]);
  });
}

/** A feature as what it is: a class of pages or a topic, and its name. */
export function partsOf(feature: string): { kind: "page" | "topic"; name: string } {
  const [kind = "", ...name] = feature.split(":");
  return { kind: kind === "topic" ? "topic" : "page", name: name.join(":") };
}

/** The squared distance of two vectors. */
export function distance(a: number[], b: number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
