import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What `/stats` tells, one row a number. */
export const counters = sqliteTable("counters", {
  name: text("name").primaryKey(),
  value: integer("value").notNull(),
});

/**
 * Page views of people who have not consented: sums in which nobody can be recognized. When a day has ended its small
 * numbers lose what they tell (reports/totals.ts): a row without referrer is a sum of such.
 */
export const totals = sqliteTable(
  "totals",
  {
    day: text("day").notNull(),
    path: text("path").notNull(),
    referrer: text("referrer").notNull(),
    country: text("country").notNull(),
    device: text("device").notNull(),
    views: integer("views").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.path, t.referrer, t.country, t.device] }),
    index("totals_few")
      .on(t.day, t.path)
      .where(sql`views < 5 AND referrer <> ''`),
  ],
);

/** Ended days whose pages are being brought down to the most that are kept by name (reports/capping.ts); gone when done. */
export const cappings = sqliteTable("totals_cappings", {
  day: text("day").primaryKey(),
  /** The names that stay; null until somebody looked. */
  kept: text("kept", { mode: "json" }).$type<string[]>(),
  /** The last row looked at: path, referrer, country, device. */
  cursor: text("cursor", { mode: "json" }).$type<string[]>().notNull(),
  /** How often it was this day's turn. Who had the fewest comes next, so a day that fails keeps no other waiting. */
  turns: integer("turns").notNull(),
});

/**
 * Ids of queue messages already added to sums, so that a redelivery adds nothing, and of whatever of a form is good once
 * (forms/store.ts); kept two days.
 */
export const receipts = sqliteTable(
  "receipts",
  {
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
  },
  (t) => [index("receipts_at").on(t.at)],
);
