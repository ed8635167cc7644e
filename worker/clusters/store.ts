import type { InStatement, Row } from "@libsql/client/http";
import { insertRows } from "../platform/rows.ts";
import type { Model } from "./model.ts";
import { clusters } from "./tables.ts";
import { LEAST_VIEWS, type Reading } from "./vectors.ts";

/** A model, and how far everybody has been told their group. */
export interface Search extends Model {
  id: number;
  madeAt: number;
  revision: number;
  wanted: number;
  sample: number;
  cursor: string;
  sizes: Record<string, number>;
  finishedAt: number | null;
}

/** The people that groups are looked for among, and how many are looked at to find them. */
const MOST_SAMPLED = 2_000;
const MOST_LOOKED_AT = 20_000;
/** So many searches are kept. */
const MOST_KEPT = 20;

/** The newest search that found groups, and the newest of all. */
export const NEWEST: InStatement[] = [
  "SELECT * FROM clusters WHERE groups <> '[]' ORDER BY id DESC LIMIT 1",
  "SELECT * FROM clusters ORDER BY id DESC LIMIT 1",
];

export function toSearch(row: Row): Search {
  const json = <T>(column: string): T => JSON.parse(String(row[column])) as T;
  return {
    id: Number(row["id"]),
    madeAt: Number(row["made_at"]),
    revision: Number(row["revision"]),
    wanted: Number(row["wanted"]),
    sample: Number(row["sample"]),
    features: json("features"),
    average: json("average"),
    groups: json("groups"),
    cursor: String(row["cursor"]),
    sizes: json("sizes"),
    finishedAt: row["finished_at"] === null ? null : Number(row["finished_at"]),
  };
}

/**
 * The people to find groups among. Ids are random, or hashes of what people are called by, so that the first of them are a fair and
 * always the same choice.
 */
export const SAMPLE: InStatement = `
  SELECT state->>'$.views' AS views, state->'$.classes' AS classes, state->'$.topics' AS topics FROM (
    SELECT id, state FROM profiles WHERE merged_into IS NULL AND erased_at IS NULL ORDER BY id LIMIT ${MOST_LOOKED_AT})
  WHERE state->>'$.views' >= ${LEAST_VIEWS} AND state->'$.classes' <> '{}'
    AND (state->>'$.consentAt' = 0 OR state->>'$.consent.analytics') LIMIT ${MOST_SAMPLED}`;

export const toReading = (row: Row): Reading => ({
  views: Number(row["views"]),
  classes: JSON.parse(String(row["classes"] ?? "{}")) as Reading["classes"],
  topics: JSON.parse(String(row["topics"] ?? "{}")) as Reading["topics"],
});

/** Stores what was found; `after` is the search that was the newest, so that of two at a time one is stored. */
export function searchStatements(
  model: Model,
  { wanted, sample, revision }: Pick<Search, "wanted" | "sample" | "revision">,
  after: number,
  now: number,
): InStatement[] {
  const finishedAt = model.groups.length === 0 ? now : null;
  const row = { ...model, id: after + 1, madeAt: now, revision, wanted, sample, cursor: "", sizes: {}, finishedAt };
  return [
    ...insertRows(clusters, [row], "ON CONFLICT(id) DO NOTHING"),
    { sql: "DELETE FROM clusters WHERE groups = '[]' AND id <= ?", args: [after] },
    { sql: "DELETE FROM clusters WHERE id <= ?", args: [after - MOST_KEPT] },
  ];
}

/** Moves on from where `search` stands, with the people of the slice added; two who did the same slice count it once. */
export function progress(
  { id, cursor, sizes }: Search,
  to: string,
  told: Record<string, number>,
  finishedAt: number | null,
): InStatement {
  const sums = { ...sizes };
  for (const [name, people] of Object.entries(told)) sums[name] = (sums[name] ?? 0) + people;
  return {
    sql: "UPDATE clusters SET cursor = ?, sizes = ?, finished_at = ? WHERE id = ? AND cursor = ? AND finished_at IS NULL",
    args: [to, JSON.stringify(sums), finishedAt, id, cursor],
  };
}

/** A playbook without clusters has no groups. */
export const FORGET: InStatement = "DELETE FROM clusters";
