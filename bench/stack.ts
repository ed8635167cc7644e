import { join } from "node:path";
import { ROOT } from "../cli/bundle.ts";
import { migrate } from "../cli/migrate.ts";
import { startDatabase } from "../cli/stack/database.ts";
import { publishExample } from "../cli/stack/playbook.ts";
import { random } from "../cli/stack/secrets.ts";
import { countRequests, type CountingProxy } from "./counting-proxy.ts";
import { startBenchWorker } from "./worker.ts";

/** The website that the bench's visitors read; nothing answers there, and nothing has to. */
export const SITE = "http://localhost:8788";
const BASE = "/_f";

/** The Worker as it is deployed, with its floors in the same isolate and a counter before its database. */
export interface BenchStack {
  url: string;
  /** With the base path. */
  base: string;
  adminToken: string;
  sealKey: string;
  database: CountingProxy;
  close(): Promise<void>;
}

/** Starts database, counter and Worker in an empty folder, with the example playbook. */
export async function startBenchStack(dataDir: string): Promise<BenchStack> {
  const local = await startDatabase(join(dataDir, "fodspor.db"), random());
  await migrate(local);
  const database = await countRequests(local.url);
  const adminToken = random();
  const sealKey = random();
  const worker = await startBenchWorker(join(dataDir, "worker"), {
    PUBLIC_URL: SITE,
    LIBSQL_URL: database.url,
    LIBSQL_TOKEN: local.token ?? "",
    ADMIN_TOKEN: adminToken,
    WRITE_KEY: random(),
    SEAL_KEYS: sealKey,
    BASE_PATH: BASE,
    LOCAL: "1",
  });
  const base = worker.url + BASE;
  await publishExample({ base, token: adminToken }, join(ROOT, "example/playbook"), SITE);
  return {
    url: worker.url,
    base,
    adminToken,
    sealKey,
    database,
    async close() {
      await worker.close();
      await database.close();
      await local.close();
    },
  };
}
