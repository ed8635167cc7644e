import type { Row } from "@libsql/client/http";
import { segmentsOf } from "../companies/facts.ts";
import type { CompanyFacts, TraitValue } from "../state/state.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { json, type Query, text } from "./query.ts";

/** What a company may be known by. */
export const SOURCES = ["network", "domain", "group"] as const;
export type CompanySource = (typeof SOURCES)[number];

/** A company as read for a report. Times are epoch ms. */
export interface Company {
  id: string;
  name: string;
  domain: string | null;
  traits: Record<string, TraitValue>;
  sources: CompanySource[];
  /** The site's own ids of it. */
  groups: string[];
  people: number;
  visits: number;
  /** The behaviour points of its people, added up; all of these as worked out last (jobs/accounts.ts). */
  score: number;
  /** The most that one of them has. */
  hottest: number;
  /** Segments of companies. */
  segments: string[];
  /** How many of its people have each role in a purchase. */
  roles: Record<string, number>;
  firstSeen: number;
  lastSeen: number;
}

/** Somebody who works there. */
export interface Colleague {
  id: string;
  email: string | null;
  stage: string;
  lastSeen: number;
}

/** A visit from its network. Who visited works there or not: nobody is attributed to a company by an address. */
export interface Visit {
  profile: string;
  startedAt: number;
  lastAt: number;
  views: number;
  landing: string | null;
  referrer: string | null;
}

/** Which companies are wanted; all that is given must hold. `q` is how the name or the domain begins. */
export interface CompanyFilter {
  q?: string | undefined;
  source?: CompanySource | undefined;
  /** A segment of companies. */
  segment?: string | undefined;
}

/** What companies are listed by, the most first: when they were seen, or their score. */
export const ORDERS = ["seen", "score"] as const;
export type CompanyOrder = (typeof ORDERS)[number];

const COMPANY = `c.*,
  (SELECT json_group_array(key) FROM (SELECT key FROM company_keys WHERE company_id = c.id LIMIT 100)) AS keys,
  (SELECT count(*) FROM profiles WHERE company_id = c.id) AS people,
  (SELECT count(*) FROM sessions WHERE company_id = c.id) AS visits`;

/** Companies, last seen or highest score first. */
export function companies(
  { q, source, segment }: CompanyFilter,
  page: Page,
  order: CompanyOrder = "seen",
): Query<Part<Company>> {
  const key = keyOf(page, 2);
  const by = order === "score" ? "score" : "last_seen";
  const conditions = [
    ...(q === undefined ? [] : ["(c.name LIKE ? ESCAPE '\\' OR c.domain LIKE ? ESCAPE '\\')"]),
    ...(source === undefined
      ? []
      : ["EXISTS (SELECT 1 FROM company_keys WHERE company_id = c.id AND key >= ? AND key < ?)"]),
    ...(segment === undefined
      ? []
      : ["EXISTS (SELECT 1 FROM company_segments WHERE segment = ? AND company_id = c.id)"]),
    ...(key ? [`(c.${by}, c.id) < (?, ?)`] : []),
  ];
  const start = `${(q ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`;
  return {
    statements: [
      {
        sql: `SELECT ${COMPANY} FROM companies AS c ${conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : ""}
              ORDER BY c.${by} DESC, c.id DESC LIMIT ?`,
        args: [
          ...(q === undefined ? [] : [start, start]),
          // The colon ends a kind of key; the semicolon comes after it.
          ...(source === undefined ? [] : [`${source}:`, `${source};`]),
          ...(segment === undefined ? [] : [segment]),
          ...(key ?? []),
          page.limit + 1,
        ],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row[by]), String(row["id"])], toCompany),
  };
}

/** One company; null for none. */
export function company(id: string): Query<Company | null> {
  return {
    statements: [{ sql: `SELECT ${COMPANY} FROM companies AS c WHERE c.id = ?`, args: [id] }],
    read: ([row]) => (row ? toCompany(row) : null),
  };
}

/** The people who work there, last seen first. */
export function colleagues(id: string, limit: number): Query<Colleague[]> {
  return {
    statements: [
      {
        sql: `SELECT id, email, stage, last_seen FROM profiles WHERE company_id = ?
              ORDER BY last_seen DESC, id DESC LIMIT ?`,
        args: [id, limit],
      },
    ],
    read: (rows) =>
      rows.map((row) => ({
        id: String(row["id"]),
        email: text(row, "email"),
        stage: String(row["stage"]),
        lastSeen: Number(row["last_seen"]),
      })),
  };
}

/** The latest visits from its network. */
export function companyVisits(id: string, limit: number): Query<Visit[]> {
  return {
    statements: [
      {
        sql: `SELECT profile_id, started_at, last_at, views, landing, referrer FROM sessions WHERE company_id = ?
              ORDER BY started_at DESC LIMIT ?`,
        args: [id, limit],
      },
    ],
    read: (rows) =>
      rows.map((row) => ({
        profile: String(row["profile_id"]),
        startedAt: Number(row["started_at"]),
        lastAt: Number(row["last_at"]),
        views: Number(row["views"]),
        landing: text(row, "landing"),
        referrer: text(row, "referrer"),
      })),
  };
}

function toCompany(row: Row): Company {
  const keys = json<string[]>(row, "keys") ?? [];
  const facts = json<CompanyFacts>(row, "facts") ?? {};
  return {
    id: String(row["id"]),
    name: String(row["name"]),
    domain: text(row, "domain"),
    traits: json<Company["traits"]>(row, "traits") ?? {},
    sources: SOURCES.filter((source) => keys.some((key) => key.startsWith(`${source}:`))),
    groups: keys.filter((key) => key.startsWith("group:")).map((key) => key.slice("group:".length)),
    people: Number(row["people"]),
    visits: Number(row["visits"]),
    score: Number(facts["score"] ?? 0),
    hottest: Number(facts["hottest"] ?? 0),
    segments: segmentsOf(facts),
    roles: rolesOf(facts),
    firstSeen: Number(row["first_seen"]),
    lastSeen: Number(row["last_seen"]),
  };
}

const ROLES = "roles.";

function rolesOf(facts: CompanyFacts): Record<string, number> {
  const roles = Object.entries(facts).filter(([key]) => key.startsWith(ROLES));
  return Object.fromEntries(roles.map(([key, people]) => [key.slice(ROLES.length), Number(people)]));
}
