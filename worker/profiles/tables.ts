import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { State } from "../state/state.ts";
import type { Traits } from "./traits.ts";

/**
 * A person. `version` counts the writes: a writer names the one it read, and NOT NULL refuses whoever is late.
 * A merged profile keeps its row as a tombstone that points to where it went; chains are one link long.
 */
export const profiles = sqliteTable(
  "profiles",
  {
    id: text("id").primaryKey(),
    version: integer("version").notNull(),
    email: text("email"),
    emailConfirmedAt: integer("email_confirmed_at"),
    /** The site's own id of the person, as its server tells it. */
    externalId: text("external_id"),
    /** Where the person works. */
    companyId: text("company_id"),
    traits: text("traits", { mode: "json" }).$type<Traits>().notNull(),
    state: text("state", { mode: "json" }).$type<State>().notNull(),
    stage: text("stage").notNull(),
    /** Grade and rank, such as `B2`, as decided last; nobody's for who was merged or erased. */
    cell: text("cell"),
    firstSeen: integer("first_seen").notNull(),
    lastSeen: integer("last_seen").notNull(),
    mergedInto: text("merged_into"),
    /** The playbook's revision that was last decided by. */
    revision: integer("revision").notNull().default(0),
    /** When time alone may next change what was decided. */
    dueAt: integer("due_at"),
    erasedAt: integer("erased_at"),
  },
  (t) => [
    uniqueIndex("profiles_confirmed_email")
      .on(t.email)
      .where(sql`email_confirmed_at IS NOT NULL`),
    index("profiles_email").on(t.email),
    index("profiles_company")
      .on(t.companyId)
      .where(sql`company_id IS NOT NULL`),
    index("profiles_last_seen").on(t.lastSeen, t.id),
    index("profiles_unnamed")
      .on(t.lastSeen)
      .where(sql`coalesce(email, external_id, merged_into, erased_at) IS NULL`),
    index("profiles_merged_into")
      .on(t.mergedInto)
      .where(sql`merged_into IS NOT NULL`),
    index("profiles_due")
      .on(t.dueAt)
      .where(sql`due_at IS NOT NULL`),
    index("profiles_revision")
      .on(t.revision)
      .where(sql`merged_into IS NULL AND erased_at IS NULL`),
    index("profiles_cell")
      .on(t.cell, t.lastSeen, t.id)
      .where(sql`cell IS NOT NULL`),
    index("profiles_stage").on(t.stage, t.mergedInto, t.erasedAt, t.lastSeen, t.id),
  ],
);

/** A browser, and the person it belongs to. */
export const visitors = sqliteTable(
  "visitors",
  {
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    firstSeen: integer("first_seen").notNull(),
    lastSeen: integer("last_seen").notNull(),
  },
  (t) => [index("visitors_profile").on(t.profileId)],
);

export const sessions = sqliteTable(
  "sessions",
  {
    profileId: text("profile_id").notNull(),
    startedAt: integer("started_at").notNull(),
    visitorId: text("visitor_id"),
    lastAt: integer("last_at").notNull(),
    views: integer("views").notNull(),
    landing: text("landing"),
    referrer: text("referrer"),
    campaign: text("campaign", { mode: "json" }),
    /** The company whose network the visit came from. */
    companyId: text("company_id"),
  },
  (t) => [
    primaryKey({ columns: [t.profileId, t.startedAt] }),
    index("sessions_company")
      .on(t.companyId, t.startedAt)
      .where(sql`company_id IS NOT NULL`),
    index("sessions_last").on(t.lastAt),
  ],
);

/** Who was found to be whom, when, and by what. */
export const merges = sqliteTable("merges", {
  fromId: text("from_id").primaryKey(),
  intoId: text("into_id").notNull(),
  at: integer("at").notNull(),
  eventId: text("event_id").notNull(),
});
