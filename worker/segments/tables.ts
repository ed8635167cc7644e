import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Who is in which segment now. Written by store.ts alone, so that {@link segmentDays} stays true. */
export const profileSegments = sqliteTable(
  "profile_segments",
  {
    segment: text("segment").notNull(),
    profileId: text("profile_id").notNull(),
    since: integer("since").notNull(),
  },
  (t) => [primaryKey({ columns: [t.segment, t.profileId] }), index("profile_segments_profile").on(t.profileId)],
);

/**
 * How many people came into a segment and left it on a day (UTC, `2026-11-22`); people who are erased, forgotten or merged leave.
 * Entered less left, over all days, is how many are in it.
 */
export const segmentDays = sqliteTable(
  "segment_days",
  {
    segment: text("segment").notNull(),
    day: text("day").notNull(),
    entered: integer("entered").notNull(),
    left: integer("left").notNull(),
  },
  (t) => [primaryKey({ columns: [t.segment, t.day] })],
);
