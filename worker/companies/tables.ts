import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TraitValue } from "../state/state.ts";

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
  },
  (t) => [index("companies_last_seen").on(t.lastSeen, t.id)],
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
