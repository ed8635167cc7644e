import { type Search, toSearch } from "../clusters/store.ts";
import { topFeatures } from "../clusters/model.ts";
import { partsOf } from "../clusters/vectors.ts";
import type { Query } from "./query.ts";

/** What a group reads more of than everybody: parts of its page views, 0 to 1. */
export interface Feature {
  kind: "page" | "topic";
  name: string;
  share: number;
  average: number;
}

export interface Cluster {
  name: string;
  people: number;
  features: Feature[];
}

/** The groups in force, the largest first, and how far everybody has been told theirs. */
export interface Clusters {
  madeAt: number;
  revision: number;
  /** How many people they were found among. */
  sample: number;
  /** When everybody had been told; null while that goes on. */
  finishedAt: number | null;
  clusters: Cluster[];
}

const MOST_FEATURES = 6;

/** The groups of people who read alike; null before the first search. One that found too few people has none. */
export function clustersFound(): Query<Clusters | null> {
  return {
    statements: [
      {
        sql: "SELECT * FROM clusters WHERE id = coalesce((SELECT max(id) FROM clusters WHERE groups <> '[]'), (SELECT max(id) FROM clusters))",
        args: [],
      },
    ],
    read: ([row]) => (row ? view(toSearch(row)) : null),
  };
}

function view(search: Search): Clusters {
  const { madeAt, revision, sample, finishedAt, groups, sizes } = search;
  const clusters = groups.map((group) => ({
    name: group.name,
    people: sizes[group.name] ?? 0,
    features: topFeatures(group, search, MOST_FEATURES).map(({ feature, ...shares }) => ({
      ...partsOf(feature),
      ...shares,
    })),
  }));
  return {
    madeAt,
    revision,
    sample,
    finishedAt,
    clusters: clusters.toSorted((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1)),
  };
}
