import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { LeadStatus, Reasons } from "./lead.ts";

/**
 * Somebody handed over to sales, and what became of it. A person has one that is open (`mql`, `sql`) at most. `version` counts the
 * answers: a writer names the one it read, and NOT NULL refuses whoever is late.
 */
export const leads = sqliteTable(
  "leads",
  {
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    status: text("status").$type<LeadStatus>().notNull(),
    /** Grade and rank at hand-over, such as `A1`. */
    cell: text("cell").notNull(),
    reasons: text("reasons", { mode: "json" }).$type<Reasons>().notNull(),
    country: text("country"),
    /** An id of sales.yaml; null where no rule named one. */
    owner: text("owner"),
    /** What owners took turns in, a country or `*` for all, and whose turn in it this was, from 1. */
    line: text("line"),
    turn: integer("turn"),
    createdAt: integer("created_at").notNull(),
    dueAt: integer("due_at").notNull(),
    acceptedAt: integer("accepted_at"),
    closedAt: integer("closed_at"),
    cause: text("cause"),
    amount: real("amount"),
    currency: text("currency"),
    note: text("note"),
    /** The lead that went on when two people were found to be one. */
    mergedInto: text("merged_into"),
    /** Where it stands in the list of all: what waits for an answer by when it is due, then what was accepted, then what is closed. */
    place: integer("place").notNull(),
    version: integer("version").notNull(),
  },
  (t) => [
    index("leads_place").on(t.place, t.id),
    index("leads_owner").on(t.owner, t.place, t.id),
    index("leads_status").on(t.status, t.place, t.id),
    index("leads_profile").on(t.profileId, t.createdAt),
    index("leads_created").on(t.createdAt),
    index("leads_closed")
      .on(t.closedAt)
      .where(sql`closed_at IS NOT NULL`),
    index("leads_line")
      .on(t.line, t.turn)
      .where(sql`line IS NOT NULL`),
  ],
);
