import { distance, partsOf } from "./vectors.ts";

/** A group that has a name already: where it lies, by feature. */
export interface Named {
  name: string;
  centroid: Record<string, number>;
}

/** Two groups further apart (squared, of 4 at most) are not the same, however few others there are. */
const FURTHEST = 0.5;
const LONGEST = 32;

/**
 * Names for groups: that of the nearest group of before, each given once, the nearest pair first; a group that is new is called after
 * what tells it apart most from everybody.
 */
export function namesFor(centroids: number[][], features: string[], average: number[], before: Named[]): string[] {
  const kept = matched(centroids, features, before);
  const names = new Map<number, string>(kept);
  const taken = new Set(before.map(({ name }) => name));
  for (const [i, centroid] of centroids.entries()) {
    if (names.has(i)) continue;
    // Two new groups may be alike in what tells them apart.
    const name = nameOf(centroid, features, average, taken);
    names.set(i, name);
    taken.add(name);
  }
  return centroids.map((_, i) => names.get(i)!);
}

function matched(centroids: number[][], features: string[], before: Named[]): [number, string][] {
  const pairs = before
    .flatMap(({ name, centroid }) => {
      const old = features.map((feature) => centroid[feature] ?? 0);
      // What is no feature any more is as far away as it was much.
      const rest = Object.entries(centroid).reduce(
        (sum, [f, share]) => sum + (features.includes(f) ? 0 : share ** 2),
        0,
      );
      return centroids.map((now, i) => ({ name, i, apart: distance(now, old) + rest }));
    })
    .filter(({ apart }) => apart <= FURTHEST)
    .toSorted((a, b) => a.apart - b.apart || (a.name < b.name ? -1 : 1));
  const given = new Map<number, string>();
  for (const { name, i } of pairs) {
    if (!given.has(i) && ![...given.values()].includes(name)) given.set(i, name);
  }
  return [...given];
}

/** What tells a group apart: the features of which it has more than everybody, the most first. */
export function distinguishing(centroid: number[], features: string[], average: number[]): string[] {
  return features
    .map((feature, i) => ({ feature, more: centroid[i]! - average[i]! }))
    .filter(({ more }) => more > 0)
    .toSorted((a, b) => b.more - a.more || (a.feature < b.feature ? 1 : -1))
    .map(({ feature }) => feature);
}

function nameOf(centroid: number[], features: string[], average: number[], taken: Set<string>): string {
  const words = [...new Set(distinguishing(centroid, features, average).map((feature) => slug(partsOf(feature).name)))];
  const [first = "readers", second] = words.filter((word) => word !== "");
  const candidates = [first, ...(second === undefined ? [] : [cut(`${first}-${second}`)])];
  for (let i = 2; i < 100; i++) candidates.push(`${first.slice(0, LONGEST - 3)}-${i}`);
  return candidates.find((name) => !taken.has(name))!;
}

/** A name as playbooks write them. */
const slug = (text: string): string =>
  cut(
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+/, ""),
  );

const cut = (name: string): string => name.slice(0, LONGEST).replace(/-+$/, "");
