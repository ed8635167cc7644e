import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What happened, once per id. `data` is the rest of the envelope; `effects` what the fold made of it. */
export const events = sqliteTable(
  "events",
  {
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    visitorId: text("visitor_id"),
    type: text("type").notNull(),
    name: text("name"),
    at: integer("at").notNull(),
    receivedAt: integer("received_at").notNull(),
    path: text("path"),
    title: text("title"),
    data: text("data", { mode: "json" }).notNull(),
    effects: text("effects", { mode: "json" }).notNull(),
  },
  (t) => [
    index("events_profile").on(t.profileId, t.at, t.id),
    index("events_received").on(t.receivedAt, t.id),
    index("events_at").on(t.at),
  ],
);

/** What could not be processed, with the reason: seen in the dashboard, and replayable. */
export const deadLetters = sqliteTable(
  "dead_letters",
  {
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
    reason: text("reason").notNull(),
    body: text("body", { mode: "json" }).notNull(),
    replayedAt: integer("replayed_at"),
  },
  (t) => [index("dead_letters_at").on(t.at)],
);
