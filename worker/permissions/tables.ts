import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
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
  },
  (t) => [
    index("permissions_email").on(t.email, t.channel, t.topic, t.at),
    index("permissions_profile").on(t.profileId),
    index("permissions_submission").on(t.submission),
  ],
);
