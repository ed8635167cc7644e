import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TraitValue } from "../state/state.ts";

/** What was answered, once per submission: as it was written, beside what became of it in the profile. */
export const submissions = sqliteTable(
  "submissions",
  {
    /** The id of its event. */
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    form: text("form").notNull(),
    at: integer("at").notNull(),
    locale: text("locale").notNull(),
    url: text("url").notNull(),
    email: text("email"),
    answers: text("answers", { mode: "json" }).$type<Record<string, TraitValue>>().notNull(),
    doubts: text("doubts", { mode: "json" }).$type<string[]>().notNull(),
  },
  (t) => [
    index("submissions_form").on(t.form, t.at, t.id),
    index("submissions_at").on(t.at, t.id),
    index("submissions_profile").on(t.profileId, t.at),
    // Few have doubts: counting and listing those looks at no others.
    index("submissions_doubted")
      .on(t.form, t.at, t.id)
      .where(sql`doubts <> '[]'`),
  ],
);

/** A form begun and not sent, of somebody who lets us remember what they do. Gone when it is sent, or after some time. */
export const unfinished = sqliteTable(
  "unfinished",
  {
    /** The form's own `submission`, as its hidden field has it. */
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    form: text("form").notNull(),
    startedAt: integer("started_at").notNull(),
    at: integer("at").notNull(),
    /** The step that was finished last, counted from 1. */
    step: integer("step").notNull(),
    answers: text("answers", { mode: "json" }).$type<Record<string, TraitValue>>().notNull(),
  },
  (t) => [
    index("unfinished_form").on(t.form, t.at, t.step),
    index("unfinished_at").on(t.at),
    index("unfinished_profile").on(t.profileId),
  ],
);
