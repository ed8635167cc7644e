import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What somebody asked of their rights, and when it was done: that it was done can be shown, though nothing else is left. */
export const rights = sqliteTable(
  "rights",
  {
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
    kind: text("kind").$type<"export" | "erasure" | "correction">().notNull(),
    by: text("by").$type<"person" | "api" | "dashboard">().notNull(),
    /** Keyed hash of the address, to find it when its owner asks again; null where there was none. */
    hash: text("hash"),
  },
  (t) => [index("rights_at").on(t.at, t.id), index("rights_hash").on(t.hash)],
);
