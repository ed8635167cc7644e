import { join } from "node:path";
import { createClient } from "@libsql/client/http";
import { drizzle } from "drizzle-orm/libsql/http";
import { migrate as applyMigrations } from "drizzle-orm/libsql/migrator";

const FOLDER = join(import.meta.dirname, "..", "migrations");

/** Brings a database up to date with `migrations/`. What is applied already is left alone. Rejects when it cannot be reached. */
export async function migrate(database: { url: string; token: string | undefined }): Promise<void> {
  const client = createClient({ url: database.url, authToken: database.token });
  try {
    await applyMigrations(drizzle(client), { migrationsFolder: FOLDER });
  } finally {
    client.close();
  }
}
