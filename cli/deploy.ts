import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineCommand, runMain } from "citty";
import { bundleWorker, ROOT, WRANGLER, WRANGLER_ENV } from "./bundle.ts";
import { migrate } from "./migrate.ts";

const BUNDLE = join(ROOT, "dist", "worker");

/** The settings that are no secret and differ from one installation to the next; wrangler gets them with each deploy. */
const VARS = ["PUBLIC_URL", "LIBSQL_URL", "ORIGIN_URL", "BASE_PATH", "INGEST"] as const;

await runMain(
  defineCommand({
    meta: { name: "deploy", description: "build the Worker, migrate the database and deploy to Cloudflare" },
    args: { "dry-run": { type: "boolean", description: "only build, and tell the sizes" } },
    run: async ({ args }) => {
      try {
        await (args["dry-run"] ? dryRun() : deploy());
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
      }
    },
  }),
);

async function dryRun(): Promise<void> {
  await rm(BUNDLE, { recursive: true, force: true });
  await bundleWorker(BUNDLE);
  console.log("dist/worker                                            raw      gzip");
  const total = { raw: 0, gzip: 0 };
  for (const name of (await readdir(BUNDLE)).filter((file) => !/\.(map|md)$/.test(file))) {
    const bytes = await readFile(join(BUNDLE, name));
    const size = { raw: bytes.byteLength, gzip: gzipSync(bytes).byteLength };
    total.raw += size.raw;
    total.gzip += size.gzip;
    printSize(name, size);
  }
  printSize("total", total);
}

function printSize(name: string, { raw, gzip }: { raw: number; gzip: number }): void {
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`.padStart(11);
  // Text modules are named by a hash, which says nothing to people.
  console.log(name.replace(/^[0-9a-f]{40}-/, "").padEnd(46) + kib(raw) + kib(gzip));
}

async function deploy(): Promise<void> {
  const { LIBSQL_URL: url, LIBSQL_TOKEN: token, PUBLIC_URL: publicUrl } = process.env;
  if (!url || !publicUrl)
    throw new Error(
      "Set PUBLIC_URL and LIBSQL_URL (and LIBSQL_TOKEN) to where it shall run; docs/deploy.md explains them.",
    );
  console.log(`Migrating ${url}`);
  await migrate({ url, token }).catch((error: unknown) => {
    throw new Error(`The database at LIBSQL_URL refused: ${error instanceof Error ? error.message : String(error)}`);
  });
  await bundleWorker(BUNDLE);
  const vars = VARS.flatMap((name) => (process.env[name] ? ["--var", `${name}:${process.env[name]}`] : []));
  const wrangler = spawn(process.execPath, [WRANGLER, "deploy", ...vars], {
    cwd: ROOT,
    env: WRANGLER_ENV,
    stdio: "inherit",
  });
  const [code] = (await once(wrangler, "exit")) as [number | null];
  if (code !== 0) throw new Error("wrangler did not deploy; what it says above tells why. Nothing else was changed.");
  console.log("\nDeployed. Publish your playbook: npm run playbook -- publish <folder>");
}
