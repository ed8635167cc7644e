import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Group } from "./model.ts";

/**
 * Groups of people who read alike, as they were found at a time: the newest is in force. Only sums of many people are in here.
 * A search that found too few people has no groups.
 */
export const clusters = sqliteTable("clusters", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  madeAt: integer("made_at").notNull(),
  /** The playbook's revision, and how many groups it asked for. */
  revision: integer("revision").notNull(),
  wanted: integer("wanted").notNull(),
  /** How many people the groups were found among. */
  sample: integer("sample").notNull(),
  features: text("features", { mode: "json" }).$type<string[]>().notNull(),
  /** The mean of all of them, by feature. */
  average: text("average", { mode: "json" }).$type<number[]>().notNull(),
  groups: text("groups", { mode: "json" }).$type<Group[]>().notNull(),
  /** Up to whom everybody has been told their group: the id of the last profile. */
  cursor: text("cursor").notNull(),
  /** How many people are in each group, by name. */
  sizes: text("sizes", { mode: "json" }).$type<Record<string, number>>().notNull(),
  finishedAt: integer("finished_at"),
});
