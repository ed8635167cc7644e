import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildSnippet } from "./build.ts";
import { buildDomains } from "./data/domains.ts";

const run = promisify(execFile);
export const ROOT = join(import.meta.dirname, "..");
export const WRANGLER = join(createRequire(import.meta.url).resolve("wrangler"), "../../bin/wrangler.js");

/** Quiet, and nothing told to anybody. */
export const WRANGLER_ENV = {
  ...process.env,
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
};

/** Builds the snippet and the lists of domains, and then the Worker into `folder`, file for file what `wrangler deploy` would upload. */
export async function bundleWorker(folder: string): Promise<void> {
  await Promise.all([buildSnippet(), buildDomains()]);
  const args = [WRANGLER, "deploy", "--dry-run", "--outdir", folder];
  await run(process.execPath, args, { cwd: ROOT, env: { ...WRANGLER_ENV, NO_COLOR: "1", FORCE_COLOR: "0" } }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      throw new Error(`The Worker does not build:\n${error.stderr || error.stdout || "wrangler did not say why"}`);
    },
  );
}
