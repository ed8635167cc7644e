import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { blob, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { startServer } from "./start-server.ts";

const people = sqliteTable("people", {
  id: integer("id").primaryKey(),
  name: text("name").notNull().unique(),
  isCustomer: integer("is_customer", { mode: "boolean" }).notNull().default(false),
  since: integer("since", { mode: "timestamp_ms" }),
  traits: text("traits", { mode: "json" }).$type<{ tags: string[] }>(),
  score: real("score"),
  seal: blob("seal", { mode: "buffer" }),
});

async function writeMigrations(folder: string): Promise<void> {
  await mkdir(join(folder, "meta"), { recursive: true });
  const entry = (idx: number, tag: string) => ({
    idx,
    version: "6",
    when: idx + 1,
    tag,
    breakpoints: true,
  });
  const journal = {
    version: "7",
    dialect: "sqlite",
    entries: [entry(0, "0000_a"), entry(1, "0001_b")],
  };
  await writeFile(join(folder, "meta", "_journal.json"), JSON.stringify(journal));
  await writeFile(
    join(folder, "0000_a.sql"),
    `CREATE TABLE \`people\` (
      \`id\` integer PRIMARY KEY NOT NULL, \`name\` text NOT NULL, \`is_customer\` integer DEFAULT false NOT NULL,
      \`since\` integer, \`traits\` text, \`score\` real
    );
    --> statement-breakpoint
    CREATE UNIQUE INDEX \`people_name\` ON \`people\` (\`name\`);`,
  );
  await writeFile(join(folder, "0001_b.sql"), "ALTER TABLE `people` ADD `seal` blob;");
}

test("drizzle migrates, writes and reads", async () => {
  const { client, file } = await startServer();
  const db = drizzle(client);
  const migrationsFolder = join(dirname(file), "migrations");
  await writeMigrations(migrationsFolder);
  await migrate(db, { migrationsFolder });
  await migrate(db, { migrationsFolder });

  const ann = {
    id: 1,
    name: "Ann",
    isCustomer: true,
    since: new Date("2026-11-22T05:00:00.123Z"),
    traits: { tags: ["a", "b"] },
    score: 0.5,
    seal: Buffer.from([1, 2, 3]),
  };
  const [inserted] = await db.insert(people).values(ann).returning();
  expect(inserted).toEqual(ann);
  await db.batch([
    db.insert(people).values({ name: "Bo" }),
    db
      .update(people)
      .set({ score: sql`score + 1` })
      .where(eq(people.name, "Ann")),
  ]);
  await expect(
    db.transaction(async (transaction) => {
      await transaction.insert(people).values({ name: "Cy" });
      await transaction.insert(people).values({ name: "Ann" });
    }),
  ).rejects.toThrow();
  await db.transaction(async (transaction) => {
    await transaction.insert(people).values({ name: "Di" });
  });
  const rows = await db.select({ name: people.name, score: people.score }).from(people);
  expect(rows).toEqual([
    { name: "Ann", score: 1.5 },
    { name: "Bo", score: null },
    { name: "Di", score: null },
  ]);
});
