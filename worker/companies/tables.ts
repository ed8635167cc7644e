import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { CompanyFacts, TraitValue } from "../state/state.ts";

/** A company: people work there, or visits come from its network. Of two found to be one the other goes; its keys lead on. */
export const companies = sqliteTable(
  "companies",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    domain: text("domain"),
    traits: text("traits", { mode: "json" }).$type<Record<string, TraitValue>>().notNull(),
    firstSeen: integer("first_seen").notNull(),
    lastSeen: integer("last_seen").notNull(),
    /** All that conditions ask of it, as worked out last (jobs/accounts.ts); null before that. */
    facts: text("facts", { mode: "json" }).$type<CompanyFacts>(),
    /** That of its facts, to be sorted by. */
    score: real("score").notNull().default(0),
    /** The playbook's revision that it was last worked out by. */
    revision: integer("revision").notNull().default(0),
    /** When it is to be worked out again: a new one at once, one whose people have no points left when something happens. */
    dueAt: integer("due_at").default(0),
    /** What has happened to it or its people since it was worked out. */
    changes: integer("changes").notNull().default(0),
    /** Counts how often it was worked out, so that it is not done twice. */
    version: integer("version").notNull().default(0),
    /** While its people are told that something they are asked about has changed: the rowid of the last who was. */
    telling: integer("telling"),
  },
  (t) => [
    index("companies_last_seen").on(t.lastSeen, t.id),
    index("companies_score").on(t.score, t.id),
    index("companies_revision").on(t.revision),
    index("companies_due")
      .on(t.dueAt)
      .where(sql`due_at IS NOT NULL`),
    index("companies_telling")
      .on(t.telling)
      .where(sql`telling IS NOT NULL`),
  ],
);

/** Which companies are in which of the playbook's company segments, and since when. */
export const companySegments = sqliteTable(
  "company_segments",
  {
    segment: text("segment").notNull(),
    companyId: text("company_id").notNull(),
    since: integer("since").notNull(),
  },
  (t) => [primaryKey({ columns: [t.segment, t.companyId] }), index("company_segments_company").on(t.companyId)],
);

/** What became of a company, as its page tells it. People have events of their own. */
export const companyEvents = sqliteTable(
  "company_events",
  {
    companyId: text("company_id").notNull(),
    at: integer("at").notNull(),
    type: text("type").$type<"segment_entered" | "segment_left">().notNull(),
    name: text("name").notNull(),
    by: text("by").$type<"event" | "time" | "publish">().notNull(),
  },
  (t) => [primaryKey({ columns: [t.companyId, t.at, t.type, t.name] }), index("company_events_at").on(t.at)],
);

/** What a company is known by (`domain:acme.dk`, `group:42`, `network:acme a/s`). */
export const companyKeys = sqliteTable(
  "company_keys",
  {
    key: text("key").primaryKey(),
    companyId: text("company_id").notNull(),
  },
  (t) => [index("company_keys_company").on(t.companyId)],
);

/**
 * Who a range of addresses belongs to. `first` and `last` are addresses as text that sorts as they do (lib/ip.ts); `source`
 * is the import they came with, so that a new list replaces the old one at once.
 */
export const ipRanges = sqliteTable(
  "ip_ranges",
  {
    source: text("source").notNull(),
    first: text("first").notNull(),
    last: text("last").notNull(),
    asn: integer("asn"),
    organization: text("organization").notNull(),
    /** What sort of network: only those of a `company` tell where a visitor works. */
    kind: text("kind").notNull(),
    domain: text("domain"),
  },
  (t) => [primaryKey({ columns: [t.source, t.first] })],
);
