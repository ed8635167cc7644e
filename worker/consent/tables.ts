import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Evidence of every choice, append-only. */
export const consents = sqliteTable(
  "consents",
  {
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    visitorId: text("visitor_id"),
    at: integer("at").notNull(),
    analytics: integer("analytics", { mode: "boolean" }).notNull(),
    personalization: integer("personalization", { mode: "boolean" }).notNull(),
    marketing: integer("marketing", { mode: "boolean" }).notNull(),
    how: text("how").notNull(),
    version: text("version"),
    locale: text("locale"),
    url: text("url"),
    /** Whether the browser sent Global Privacy Control. */
    gpc: integer("gpc", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [index("consents_profile").on(t.profileId, t.at)],
);

/**
 * How many chose what, by day: also those of whom nothing may be kept. When a day has ended its small numbers lose country,
 * version and way (reports/choices.ts), so that nobody can be recognized in it.
 */
export const choices = sqliteTable(
  "choices",
  {
    day: text("day").notNull(),
    country: text("country").notNull(),
    how: text("how").notNull(),
    version: text("version").notNull(),
    analytics: integer("analytics", { mode: "boolean" }).notNull(),
    personalization: integer("personalization", { mode: "boolean" }).notNull(),
    marketing: integer("marketing", { mode: "boolean" }).notNull(),
    people: integer("people").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.country, t.how, t.version, t.analytics, t.personalization, t.marketing] }),
    index("choices_few")
      .on(t.day)
      .where(sql`people < 5 AND (country <> '' OR version <> '*' OR how NOT IN ('*', 'region'))`),
  ],
);
