import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

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
  },
  (t) => [index("consents_profile").on(t.profileId, t.at)],
);
