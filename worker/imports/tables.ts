import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A file being taken in, row by row: how far it has come, so that it goes on there after a break. */
export const imports = sqliteTable(
  "imports",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<"people" | "events" | "ip-ranges">().notNull(),
    /** The file's or package's name, for people to recognize. */
    name: text("name").notNull(),
    dryRun: integer("dry_run", { mode: "boolean" }).notNull(),
    /** Rows of the file; null while nobody has counted them. */
    total: integer("total"),
    done: integer("done").notNull(),
    accepted: integer("accepted").notNull(),
    refused: integer("refused").notNull(),
    startedAt: integer("started_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (t) => [index("imports_started").on(t.startedAt)],
);
