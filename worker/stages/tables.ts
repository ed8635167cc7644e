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
    /** What moved them: an event, time, or a playbook that was published. */
    by: text("by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.profileId, t.at, t.toStage] }), index("stage_moves_at").on(t.at)],
);
