import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const profileSegments = sqliteTable(
  "profile_segments",
  {
    segment: text("segment").notNull(),
    profileId: text("profile_id").notNull(),
    since: integer("since").notNull(),
  },
  (t) => [primaryKey({ columns: [t.segment, t.profileId] }), index("profile_segments_profile").on(t.profileId)],
);
