import type { InStatement, Row } from "@libsql/client/http";
import { z } from "zod";
import type { NetworkKind } from "../events/event.ts";
import { cidrKeys, ipKey } from "../lib/ip.ts";
import type { Db } from "../platform/db.ts";
import { insertRows } from "../platform/rows.ts";
import { domainOf } from "../lib/domain.ts";
import { cleanOrganization } from "./names.ts";
import { classify, type KnownNetwork } from "./network.ts";
import { ipRanges } from "./tables.ts";
import { KINDS } from "../playbook/index.ts";

/** A range of addresses and whose it is. `first` and `last` are {@link ipKey}s. */
export interface Range {
  first: string;
  last: string;
  asn: number | null;
  organization: string;
  kind: NetworkKind;
  domain: string | null;
}

const empty = z.literal("").transform(() => undefined);

/** A row of a list of ranges: addresses as people write them, or one network as CIDR in `first`. */
const RangeRow = z.object({
  first: z.string().max(60),
  last: z.union([empty, z.string().max(60)]).optional(),
  asn: z.union([empty, z.coerce.number().int().min(0).max(4_294_967_295)]).optional(),
  organization: z.string().min(1).max(1_000),
  kind: z.union([empty, z.enum(KINDS)]).optional(),
  domain: z.union([empty, z.string().max(300)]).optional(),
});

/**
 * A range from a row `{first, last, asn?, organization, kind?, domain?}`; `kind` is worked out from the name where it is
 * not told. What is wrong with the row is told in words that repeat nothing of it.
 */
export function parseRange(row: unknown): Range | { problem: string } {
  const parsed = RangeRow.safeParse(row);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `${String(issue?.path[0] ?? "row")}: ${issue?.message ?? "not a range"}` };
  }
  const { asn, organization, kind, domain } = parsed.data;
  const keys = keysOf(parsed.data.first.trim(), parsed.data.last?.trim());
  if (!keys) return { problem: "first and last: two addresses of one family in order, or a network as 192.0.2.0/24" };
  const name = cleanOrganization(organization);
  if (name === "") return { problem: "organization: a name" };
  return {
    ...keys,
    asn: asn ?? null,
    organization: name,
    kind: kind ?? classify(name, asn),
    domain: domain === undefined ? null : domainOf(domain),
  };
}

function keysOf(first: string, last: string | undefined): { first: string; last: string } | null {
  if (last === undefined) return cidrKeys(first.includes("/") ? first : `${first}/${first.includes(":") ? 128 : 32}`);
  const keys = { first: ipKey(first), last: ipKey(last) };
  if (keys.first === null || keys.last === null) return null;
  return keys.first[0] === keys.last[0] && keys.first <= keys.last ? { first: keys.first, last: keys.last } : null;
}

/** Ranges of one list may lie in others of it, so deep; each depth is a source of its own, in which none overlap. */
const MOST_DEPTH = 8;

/** What an import's ranges are stored under. */
const rangeSource = (name: string, id: string, depth = 0): string => `${name}#${id}${depth === 0 ? "" : `/${depth}`}`;

const DEPTHS = `(VALUES ('')${Array.from({ length: MOST_DEPTH - 1 }, (_, i) => `, ('/${i + 1}')`).join("")})`;

/**
 * Stores ranges of an import, up to some thousands, each at the first depth where it overlaps with none; stored twice they
 * are there once. Gives those back that overlap at every depth and are not stored.
 */
export async function addRanges(db: Db, ranges: Range[], name: string, id: string): Promise<Range[]> {
  const statements: InStatement[] = [];
  let left = inOrder([...new Map(ranges.map((range) => [`${range.first} ${range.last}`, range])).values()]);
  for (let depth = 0; depth < MOST_DEPTH && left.length > 0; depth++) {
    const source = rangeSource(name, id, depth);
    const [fitting, others] = apart(left);
    const [found] = await db.read([overlapping(fitting, source)]);
    const taken = new Set(found!.rows.map((row) => Number(row["at"])));
    statements.push(
      ...storeRanges(
        fitting.filter((_, at) => !taken.has(at)),
        source,
      ),
    );
    left = taken.size === 0 ? others : inOrder([...others, ...fitting.filter((_, at) => taken.has(at))]);
  }
  if (statements.length > 0) await db.write(statements);
  return left;
}

/** The widest first of those that begin at one address. */
const inOrder = (ranges: Range[]): Range[] =>
  ranges.toSorted((a, b) => compare(a.first, b.first) || compare(b.last, a.last));
const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Of ranges in order, those that overlap with none before them, and the others. */
function apart(ranges: Range[]): [fitting: Range[], others: Range[]] {
  const [fitting, others]: [Range[], Range[]] = [[], []];
  let last = "";
  for (const range of ranges) {
    if (range.first <= last) {
      others.push(range);
      continue;
    }
    fitting.push(range);
    last = range.last;
  }
  return [fitting, others];
}

/** Which of these (`at`, by their place) overlap with a stored one, other than with themselves: one seek each. */
const overlapping = (ranges: Range[], source: string): InStatement => ({
  sql: `SELECT a.key AS at FROM json_each(?1) AS a CROSS JOIN ip_ranges AS r ON r.source = ?2
          AND r.first = (SELECT max(first) FROM ip_ranges WHERE source = ?2 AND first <= a.value->>1)
        WHERE r.last >= a.value->>0 AND (r.first <> a.value->>0 OR r.last <> a.value->>1)`,
  args: [JSON.stringify(ranges.map(({ first, last }) => [first, last])), source],
});

/** Stores ranges that overlap neither with each other nor with any of their source. */
function storeRanges(ranges: Range[], source: string): InStatement[] {
  return insertRows(
    ipRanges,
    ranges.map((range) => ({ source, ...range })),
    `ON CONFLICT(source, first) DO UPDATE SET last = excluded.last, asn = excluded.asn,
       organization = excluded.organization, kind = excluded.kind, domain = excluded.domain`,
  );
}

/** The lists in force, in SQL: of each name the import that was finished last. */
const IN_FORCE = `(SELECT name || '#' || id AS source, max(finished_at) FROM imports
  WHERE kind = 'ip-ranges' AND dry_run = 0 AND finished_at IS NOT NULL GROUP BY name)`;

/**
 * Ends the imports of this name that began before this one and were broken off, in favour of it: what they brought goes,
 * so they cannot go on where they were.
 */
export function endOtherRanges(name: string, id: string): InStatement {
  return {
    sql: `UPDATE imports SET finished_at = min(imports.started_at, n.finished_at - 1)
          FROM imports AS n WHERE n.id = ?2 AND n.finished_at IS NOT NULL AND imports.kind = 'ip-ranges'
            AND imports.name = ?1 AND imports.dry_run = 0 AND imports.finished_at IS NULL
            AND imports.started_at <= n.started_at`,
    args: [name, id],
  };
}

/** Removes up to `most` ranges of finished imports of this name that are not in force. Repeat it until it affects no row. */
export function dropOtherRanges(name: string, most = 5_000): InStatement {
  return {
    sql: `DELETE FROM ip_ranges WHERE (source, first) IN (
            SELECT r.source, r.first FROM imports AS o CROSS JOIN ${DEPTHS} AS depth
              CROSS JOIN ip_ranges AS r ON r.source = o.name || '#' || o.id || depth.column1
            WHERE o.kind = 'ip-ranges' AND o.name = ?1 AND o.dry_run = 0 AND o.finished_at IS NOT NULL
              AND o.name || '#' || o.id NOT IN (SELECT source FROM ${IN_FORCE}) LIMIT ?2)`,
    args: [name, most],
  };
}

/** The sources in force, in SQL: of each list, as deep as it goes. */
const SOURCES = `(WITH RECURSIVE deep(list, depth, source) AS (
  SELECT source, 0, source FROM ${IN_FORCE} UNION ALL
  SELECT list, depth + 1, list || '/' || (depth + 1) FROM deep
  WHERE EXISTS (SELECT 1 FROM ip_ranges AS d WHERE d.source = list || '/' || (depth + 1)))
  SELECT source FROM deep)`;

/** Ranges that hold a key, in SQL; one seek in each source, whose ranges do not overlap. */
export const RANGES_OF = (key: string): string => `${SOURCES} AS s JOIN ip_ranges AS r
  ON r.source = s.source AND r.last >= ${key}
  AND r.first = (SELECT max(first) FROM ip_ranges WHERE source = s.source AND first <= ${key})`;

export const RANGE_COLUMNS = "r.first, r.last, r.asn, r.organization, r.kind, r.domain";

/** Looks the networks of addresses (as {@link ipKey}s) up. Read the rows with {@link networksOf}. */
export function networksQuery(keys: string[]): InStatement {
  return {
    sql: `SELECT asked.value AS key, ${RANGE_COLUMNS} FROM json_each(?) AS asked
          CROSS JOIN ${RANGES_OF("asked.value")}`,
    args: [JSON.stringify(keys)],
  };
}

/** By key, the network of the narrowest range. */
export function networksOf(rows: Row[]): Map<string, KnownNetwork> {
  const narrowest = new Map<string, Row>();
  for (const row of rows) {
    const key = String(row["key"]);
    const best = narrowest.get(key);
    if (!best || width(row) < width(best)) narrowest.set(key, row);
  }
  return new Map([...narrowest].map(([key, row]) => [key, toNetwork(row)]));
}

const hex = (value: unknown): bigint => BigInt(`0x${String(value).slice(1)}`);
export const width = (row: Row): bigint => hex(row["last"]) - hex(row["first"]);

export function toNetwork(row: Row): KnownNetwork {
  return {
    ...(row["asn"] === null ? {} : { asn: Number(row["asn"]) }),
    organization: String(row["organization"]),
    kind: row["kind"] as NetworkKind,
    ...(row["domain"] === null ? {} : { domain: String(row["domain"]) }),
  };
}
