import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as readWranglerToml } from "wrangler";
import { bundleWorker, ROOT } from "../cli/bundle.ts";

const NAME = "fodspor";

export interface BenchWorker {
  url: string;
  close(): Promise<void>;
}

/**
 * Builds the Worker into `folder` and runs it in workerd with its floors in the same isolate. Requests reach it directly:
 * Miniflare's own Worker, which otherwise stands before it, takes longer than all that is measured here.
 */
export async function startBenchWorker(folder: string, bindings: Record<string, string>): Promise<BenchWorker> {
  await bundleWorker(folder);
  const { workerOptions } = readWranglerToml(join(ROOT, "wrangler.toml"));
  const { modulesRules: _rules, ...settings } = workerOptions;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: {},
      logRequests: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs({ level, message }) {
        if (level === "error" || level === "warn") console.error(`worker ${level}: ${message}`);
      },
      workers: [
        {
          ...settings,
          name: NAME,
          rootPath: folder,
          modulesRoot: folder,
          modules: await modules(folder),
          bindings: { ...(settings["bindings"] as object), ...bindings },
          unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
        },
      ],
    }),
  );
  await miniflare.ready;
  return { url: (await miniflare.unsafeGetDirectURL(NAME)).origin, close: () => miniflare.dispose() };
}

interface Module {
  type: "ESModule" | "Text";
  path: string;
  contents: string;
}

const MAIN =
  'import worker from "./index.js";\nimport { floors } from "./floors.js";\nexport * from "./index.js";\nexport default floors(worker);\n';

/** The bundle's files, with the floors before them; the first is the main one. */
async function modules(folder: string): Promise<Module[]> {
  const { code } = await transform(await readFile(join(import.meta.dirname, "floors.ts"), "utf8"), { loader: "ts" });
  const found: Module[] = [
    { type: "ESModule", path: join(folder, "main.js"), contents: MAIN },
    { type: "ESModule", path: join(folder, "floors.js"), contents: code },
  ];
  for (const name of await readdir(folder)) {
    const type = name.endsWith(".js") ? "ESModule" : name.endsWith(".txt") ? "Text" : undefined;
    if (type) found.push({ type, path: join(folder, name), contents: await readFile(join(folder, name), "utf8") });
  }
  return found;
}
