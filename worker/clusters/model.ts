import { kmeans } from "ml-kmeans";
import { distinguishing, type Named, namesFor } from "./names.ts";
import { distance, featuresOf, type Reading, vectorOf } from "./vectors.ts";

/** A group of people who read alike. */
export interface Group {
  name: string;
  centroid: number[];
}

/** Groups as they were found among some people. */
export interface Model {
  features: string[];
  average: number[];
  groups: Group[];
}

/** Among fewer people no groups are looked for. */
export const LEAST_PEOPLE = 50;
/** How often it is begun from other places: one beginning alone may end in a poor grouping. */
const BEGINNINGS = 4;
const MOST_ROUNDS = 40;

/**
 * So many groups (or fewer, if people do not differ) of those who read alike: k-means (ml-kmeans) over the shares of what they read.
 * The same people in the same order give the same groups; `before` lends its names.
 */
export function modelOf(people: Reading[], count: number, before: Named[]): Model {
  const features = featuresOf(people);
  const vectors = people.map((person) => vectorOf(person, features));
  const average = mean(vectors, features.length);
  const k = Math.min(count, new Set(vectors.map((vector) => vector.join())).size);
  if (k === 0) return { features, average, groups: [] };
  const centroids = grouped(vectors, k);
  const names = namesFor(centroids, features, average, before);
  return { features, average, groups: centroids.map((centroid, i) => ({ name: names[i]!, centroid })) };
}

/** The centroids of the closest of some groupings, those without anybody left out. */
function grouped(vectors: number[][], k: number): number[][] {
  let best = { spread: Number.POSITIVE_INFINITY, centroids: [] as number[][] };
  for (let seed = 1; seed <= BEGINNINGS; seed++) {
    const { clusters, centroids } = kmeans(vectors, k, { seed, maxIterations: MOST_ROUNDS });
    const spread = vectors.reduce((sum, vector, i) => sum + distance(vector, centroids[clusters[i]!]!), 0);
    if (spread < best.spread - 1e-9) best = { spread, centroids: centroids.filter((_, i) => clusters.includes(i)) };
  }
  return best.centroids.map((centroid) => centroid.map((share) => Math.round(share * 10_000) / 10_000));
}

/** The name of the group that is nearest to somebody. */
export function nearest(person: Reading, { features, groups }: Model): string | null {
  const vector = vectorOf(person, features);
  let best: { name: string | null; apart: number } = { name: null, apart: Number.POSITIVE_INFINITY };
  for (const { name, centroid } of groups) {
    const apart = distance(vector, centroid);
    if (apart < best.apart) best = { name, apart };
  }
  return best.name;
}

/** The groups as the next model looks for them. */
export function namedOf({ features, groups }: Model): Named[] {
  return groups.map(({ name, centroid }) => ({
    name,
    centroid: Object.fromEntries(features.map((feature, i) => [feature, centroid[i] ?? 0])),
  }));
}

/** What a group reads more of than everybody, the most first: its share and everybody's. */
export function topFeatures(
  { centroid }: Group,
  { features, average }: Model,
  most: number,
): { feature: string; share: number; average: number }[] {
  return distinguishing(centroid, features, average)
    .slice(0, most)
    .map((feature) => {
      const i = features.indexOf(feature);
      return { feature, share: centroid[i]!, average: average[i]! };
    });
}

function mean(vectors: number[][], length: number): number[] {
  return Array.from({ length }, (_, i) => {
    const sum = vectors.reduce((all, vector) => all + vector[i]!, 0);
    return Math.round((sum / Math.max(1, vectors.length)) * 10_000) / 10_000;
  });
}
