import type { InStatement, Row } from "@libsql/client/http";
import { z } from "zod";
import type { NetworkKind } from "../events/event.ts";
import { cidrKeys, ipKey } from "../lib/ip.ts";
import { insertRows } from "../platform/rows.ts";
import { domainOf } from "../lib/domain.ts";
import { cleanOrganization } from "./names.ts";
import { classify, type KnownNetwork } from "./network.ts";
import { ipRanges } from "./tables.ts";

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
  kind: z.union([empty, z.enum(["company", "provider", "mobile", "hosting", "vpn", "education", "public"])]).optional(),
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
    return { problem: `${issue?.path.join(".") || "row"}: ${issue?.message ?? "not a range"}` };
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

/** What an import's ranges are stored under. */
export const rangeSource = (name: string, id: string): string => `${name}#${id}`;

/** Stores ranges, up to some thousands in one statement; stored twice they are there once. */
export function storeRanges(ranges: Range[], source: string): InStatement[] {
  return insertRows(
    ipRanges,
    ranges.map((range) => ({ source, ...range })),
    `ON CONFLICT(source, first) DO UPDATE SET last = excluded.last, asn = excluded.asn,
       organization = excluded.organization, kind = excluded.kind, domain = excluded.domain`,
  );
}

/**
 * Removes up to `most` ranges that imports of this name brought before this one. Repeat it until it affects no row.
 */
export function dropOtherRanges(name: string, id: string, most = 5_000): InStatement {
  return {
    sql: `DELETE FROM ip_ranges WHERE (source, first) IN (
            SELECT r.source, r.first FROM imports AS o JOIN imports AS n ON n.id = ?2
              JOIN ip_ranges AS r ON r.source = o.name || '#' || o.id
            WHERE o.kind = 'ip-ranges' AND o.name = ?1 AND o.id <> ?2 AND o.started_at <= n.started_at LIMIT ?3)`,
    args: [name, id, most],
  };
}

/** The sources in force, in SQL: of each list the import that was finished last. */
const IN_FORCE = `(SELECT name || '#' || id AS source, max(finished_at) FROM imports
  WHERE kind = 'ip-ranges' AND dry_run = 0 AND finished_at IS NOT NULL GROUP BY name)`;

/** Ranges that hold a key, in SQL; one seek in each source. The ranges of one source do not overlap. */
export const RANGES_OF = (key: string): string => `${IN_FORCE} AS s JOIN ip_ranges AS r
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
