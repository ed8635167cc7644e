import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { startLibsqlServer } from "../../cli/libsql/server.ts";
import { migrate } from "../../cli/migrate.ts";
import { type Db, openDb } from "../../worker/platform/db.ts";

/** A database of the test's own, with all tables; each call of `open` is another client, as each request has its own. */
export async function freshDatabase(): Promise<{ url: string; open: () => Db }> {
  const folder = await mkdtemp(join(tmpdir(), "fodspor-settle-"));
  const server = await startLibsqlServer({ file: join(folder, "test.db") });
  onTestFinished(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  await migrate({ url: server.url, token: undefined });
  return { url: server.url, open: () => openDb({ LIBSQL_URL: server.url, LIBSQL_TOKEN: undefined }) };
}
