import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Evidence } from "../events/event.ts";
import type { PermissionStatus } from "../state/state.ts";

/** The ledger, append-only: the latest row for an address, channel and topic is what holds. */
export const permissions = sqliteTable(
  "permissions",
  {
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    email: text("email").notNull(),
    channel: text("channel").notNull(),
    topic: text("topic").notNull(),
    status: text("status").$type<PermissionStatus>().notNull(),
    at: integer("at").notNull(),
    submission: text("submission").notNull(),
    evidence: text("evidence", { mode: "json" }).$type<Evidence | null>(),
    /** 1 while time alone may still change what the row says (jobs/expire-permissions.ts); all else is never changed. */
    open: integer("open").notNull().default(1),
  },
  (t) => [
    index("permissions_email").on(t.email, t.channel, t.topic, t.at),
    index("permissions_profile").on(t.profileId),
    index("permissions_submission").on(t.submission),
    index("permissions_open")
      .on(t.status, t.at)
      .where(sql`open = 1`),
  ],
);

/**
 * What an address wants of all that it gets, as its owner said on the preference page. Times are epoch ms;
 * `every` is the least time, in ms, between two marketing mails.
 */
export const preferences = sqliteTable(
  "preferences",
  {
    email: text("email").primaryKey(),
    profileId: text("profile_id").notNull(),
    pausedUntil: integer("paused_until"),
    every: integer("every"),
    locale: text("locale"),
    at: integer("at").notNull(),
  },
  (t) => [index("preferences_profile").on(t.profileId)],
);

/** Why an address gets nothing more, though nothing else is kept of it. */
export type SuppressionReason = "withdrawn" | "erased" | "bounced" | "complained" | "manual";

/**
 * Addresses that get nothing more, by a keyed hash that does not tell them: it outlives the person's erasure.
 * `topic` is `*` for all. A yes that its owner gives later lifts all but a bounce and what was set by hand.
 */
export const suppressions = sqliteTable(
  "suppressions",
  {
    hash: text("hash").notNull(),
    topic: text("topic").notNull(),
    reason: text("reason").$type<SuppressionReason>().notNull(),
    at: integer("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.hash, t.topic, t.reason] })],
);
