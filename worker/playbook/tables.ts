import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Every playbook ever published; the highest revision is in force. */
export const playbookRevisions = sqliteTable("playbook_revisions", {
  revision: integer("revision").primaryKey(),
  hash: text("hash").notNull(),
  document: text("document", { mode: "json" }).notNull(),
  publishedAt: integer("published_at").notNull(),
});
