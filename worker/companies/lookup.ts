import type { Row } from "@libsql/client/http";

import type { Network } from "../events/event.ts";
import { ipKey } from "../lib/ip.ts";
import { Recent } from "../lib/recent.ts";
import type { Db } from "../platform/db.ts";
import type { CompanyFacts, TraitValue } from "../state/state.ts";
import { networkKey } from "./claims.ts";
import { workedOut } from "./facts.ts";
import { classified, type KnownNetwork } from "./network.ts";
import { RANGE_COLUMNS, RANGES_OF, toNetwork, width } from "./ranges.ts";

/** How long an isolate goes on with what it found. */
const FRESH = 3_600_000;
const MOST = 2_000;
/** A block does not wait longer for the database; for {@link PAUSE} none asks about that address again. */
const PATIENCE = 400;
const PAUSE = 60_000;

interface Found {
  at: number;
  company: CompanyFacts | undefined;
}

/** Whole addresses: two companies may share what is left of a truncated one. They never leave the isolate's memory. */
const found = new Recent<Found>(MOST);

/**
 * The network of an address, and the company whose it is: from memory, else in one round trip. Without a database, or
 * where nothing is known, there is none (undefined). `told` is what Cloudflare tells of the network.
 */
export async function companyAt(
  db: Db,
  address: string | null,
  told: Network | undefined,
  now: number,
): Promise<CompanyFacts | undefined> {
  const network = told && classified(told);
  const key = (address === null ? null : ipKey(address)) ?? "";
  const memory = `${key} ${network?.organization ?? ""}`;
  const known = found.get(memory);
  if (known && now - known.at < FRESH) return known.company;
  try {
    const company = await soon(read(db, key, network));
    found.set(memory, { at: now, company });
    return company;
  } catch {
    found.set(memory, { at: now - FRESH + PAUSE, company: undefined });
    return undefined;
  }
}

function soon<T>(asked: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database takes too long for a block")), PATIENCE);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

async function read(db: Db, key: string, told: KnownNetwork | undefined): Promise<CompanyFacts | undefined> {
  const [ranges, named] = await db.read([
    {
      sql: `SELECT ${RANGE_COLUMNS}, c.name AS company, c.traits, c.facts, c.domain AS company_domain
            FROM (SELECT ? AS key) AS asked CROSS JOIN ${RANGES_OF("asked.key")}
            LEFT JOIN companies AS c ON c.id = coalesce(
              (SELECT company_id FROM company_keys WHERE key = 'domain:' || r.domain),
              (SELECT company_id FROM company_keys WHERE key = 'network:' || lower(r.organization)))`,
      args: [key],
    },
    {
      sql: `SELECT c.name AS company, c.traits, c.facts, c.domain AS company_domain FROM company_keys AS k
            JOIN companies AS c ON c.id = k.company_id WHERE k.key = ?`,
      args: [told ? networkKey(told.organization) : ""],
    },
  ]);
  const narrowest = ranges?.rows.reduce<Row | undefined>(
    (best, row) => (best && width(best) <= width(row) ? best : row),
    undefined,
  );
  if (narrowest) return viewOf(toNetwork(narrowest), narrowest);
  return told && viewOf(told, named?.rows[0]);
}

/** Of whoever brings many companies' visits, a name says nothing about the visitor. */
function viewOf({ kind, organization, domain }: KnownNetwork, row: Row | undefined): CompanyFacts {
  if (kind !== "company") return { kind };
  const known = row !== undefined && row["company"] !== null;
  const traits = known ? (JSON.parse(String(row["traits"])) as Record<string, TraitValue>) : {};
  const facts = known && row["facts"] !== null ? (JSON.parse(String(row["facts"])) as CompanyFacts) : {};
  const name = known ? String(row["company"]) : organization;
  const site = (known ? row["company_domain"] : null) ?? domain ?? null;
  return { ...traits, ...workedOut(facts), kind, name, ...(site === null ? {} : { domain: String(site) }) };
}
