import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The stages that somebody has been in: when they came into one, from which, and how long (ms) they had stayed in that. */
export const stageMoves = sqliteTable(
  "stage_moves",
  {
    profileId: text("profile_id").notNull(),
    at: integer("at").notNull(),
    fromStage: text("from_stage").notNull(),
    toStage: text("to_stage").notNull(),
    stayed: integer("stayed").notNull(),
    /** What moved them: an event, time, a playbook that was published, or that two were found to be one person. */
    by: text("by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.profileId, t.at, t.toStage] }),
    // Moves of a time are added up from the one index, the middle of their stays is found in the other.
    index("stage_moves_at").on(t.at, t.fromStage, t.toStage, t.by, t.stayed),
    index("stage_moves_from").on(t.fromStage, t.at, t.stayed),
  ],
);
