import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Since } from "./compile.ts";

/** Every playbook ever published; the highest revision is in force. */
export const playbookRevisions = sqliteTable("playbook_revisions", {
  revision: integer("revision").primaryKey(),
  hash: text("hash").notNull(),
  document: text("document", { mode: "json" }).notNull(),
  publishedAt: integer("published_at").notNull(),
  /** Who published it, by their own word. */
  publishedBy: text("published_by"),
  note: text("note"),
  /** The folder's files, word for word, by name: so that they can be had back with their comments. */
  files: text("files", { mode: "json" }).$type<Record<string, string>>(),
  since: text("since", { mode: "json" }).$type<Since>().notNull().default({}),
});

/** How far the stored people have come to a revision (jobs/republish.ts). */
export const republishings = sqliteTable("republishings", {
  revision: integer("revision").primaryKey(),
  startedAt: integer("started_at").notNull(),
  finishedAt: integer("finished_at"),
  /** Profiles there were to look at, at the start. */
  total: integer("total").notNull(),
  /** Looked at by the job; the others by what they did meanwhile. */
  done: integer("done").notNull(),
  /** Of those, who changed stage, segment or score's cell, or became a lead. */
  changed: integer("changed").notNull(),
});
