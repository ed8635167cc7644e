import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A file being taken in, row by row: how far it has come, so that it goes on there after a break. */
export const imports = sqliteTable(
  "imports",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<"people" | "events" | "ip-ranges">().notNull(),
    /** The file's or package's name, for people to recognize. */
    name: text("name").notNull(),
    /** What the file held and how it was read: the same one begun again goes on. Null for one that cannot. */
    key: text("key"),
    dryRun: integer("dry_run", { mode: "boolean" }).notNull(),
    /** Rows of the file; null while nobody has counted them. */
    total: integer("total"),
    done: integer("done").notNull(),
    accepted: integer("accepted").notNull(),
    /** Of those accepted: what was not known before, and what changed somebody. The others were in already. */
    created: integer("created").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    refused: integer("refused").notNull(),
    startedAt: integer("started_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (t) => [index("imports_started").on(t.startedAt, t.id), index("imports_key").on(t.key)],
);

/** Which rows were refused and why. The reasons repeat nothing of a row's content: a person erased is not found here. */
export const importRefusals = sqliteTable(
  "import_refusals",
  {
    importId: text("import_id").notNull(),
    row: integer("row").notNull(),
    /** A row may be refused for several things. */
    part: integer("part").notNull(),
    code: text("code").notNull(),
    message: text("message").notNull(),
    /** Whether the rest of the row was taken. */
    partial: integer("partial", { mode: "boolean" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.row, t.part] })],
);
