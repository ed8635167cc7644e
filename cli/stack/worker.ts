import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type WorkerdStructuredLog } from "miniflare";
import { unstable_getMiniflareWorkerOptions as readWranglerToml } from "wrangler";
import { ROOT } from "../bundle.ts";

/** The longest of those of wrangler.toml by which events and mails are delivered, in seconds. */
const QUEUE_WAIT = 1;
/** Idle for so much longer than the queues wait, they are empty. */
const QUEUES_EMPTY = 500;
const MOST_DRAIN = 15_000;

export interface RunningWorker {
  /** Runs the cron handler as if it were `time` (epoch ms; now if not given). Rejects when the handler failed. */
  tick(time?: number): Promise<void>;
  /** Refuses new requests, waits until the queues have been emptied, and ends workerd. */
  close(): Promise<void>;
}

interface WorkerOptions {
  port: number;
  /** The folder that wrangler bundled into. */
  bundle: string;
  bindings: Record<string, string>;
  onLog: (log: WorkerdStructuredLog) => void;
  queueWait?: number | undefined;
}

/** Runs the bundled Worker in workerd with the queues, flags and dates of wrangler.toml. Listens on loopback only. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { port, bundle, bindings, onLog, queueWait } = options;
  const { workerOptions } = readWranglerToml(join(ROOT, "wrangler.toml"));
  const { modulesRules: _rules, ...settings } = workerOptions;
  const consumers = Object.entries(settings["queueConsumers"] as Record<string, object>).map(
    ([queue, consumer]) =>
      [queue, queueWait === undefined ? consumer : { ...consumer, maxBatchTimeout: queueWait }] as const,
  );
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      // Given, so that none is fetched from Cloudflare; where a visitor is stays unknown unless a request says so.
      cf: {},
      logRequests: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: onLog,
      workers: [
        {
          ...settings,
          name: "fodspor",
          rootPath: bundle,
          modulesRoot: bundle,
          modules: await modules(bundle),
          bindings: { ...(settings["bindings"] as object), ...bindings },
          queueConsumers: Object.fromEntries(consumers),
        },
      ],
    }),
  );
  await miniflare.ready;
  const handler = `http://127.0.0.1:${port}/cdn-cgi/handler`;

  return {
    async tick(time = Date.now()) {
      const response = await fetch(`${handler}/scheduled?cron=*+*+*+*+*&time=${time}`);
      if (!response.ok) throw new Error("The cron tick failed; the Worker's log says why.");
    },
    async close() {
      await drain(`${handler}/drain`, (queueWait ?? QUEUE_WAIT) * 1_000 + QUEUES_EMPTY);
      await miniflare.dispose();
    },
  };
}

async function drain(address: string, empty: number): Promise<void> {
  const giveUpAt = Date.now() + MOST_DRAIN;
  let idle = 0;
  let method = "POST";
  while (idle < empty && Date.now() < giveUpAt) {
    const response = await fetch(address, { method, signal: AbortSignal.timeout(MOST_DRAIN) }).catch(() => undefined);
    if (!response?.ok) return;
    ({ idle } = (await response.json()) as { idle: number });
    method = "GET";
    await new Promise((resolve) => setTimeout(resolve, Math.min(100, Math.max(10, empty - idle))));
  }
}

type Module = {
  type: "ESModule" | "Text" | "Data" | "CompiledWasm";
  path: string;
  contents: string | Uint8Array<ArrayBuffer>;
};

const TYPES: [RegExp, Module["type"]][] = [
  [/\.m?js$/, "ESModule"],
  [/\.(txt|html|sql)$/, "Text"],
  [/\.bin$/, "Data"],
  [/\.wasm$/, "CompiledWasm"],
];

const MAIN =
  'import worker from "./index.js";\nimport { front } from "./front.js";\nexport * from "./index.js";\nexport default front(worker);\n';

/** The bundle's files, with {@link front} before them; the first is the main one. */
async function modules(bundle: string): Promise<Module[]> {
  const source = await readFile(join(import.meta.dirname, "front.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts" });
  const found: Module[] = [
    { type: "ESModule", path: join(bundle, "main.js"), contents: MAIN },
    { type: "ESModule", path: join(bundle, "front.js"), contents: code },
  ];
  for (const name of await readdir(bundle)) {
    const type = TYPES.find(([pattern]) => pattern.test(name))?.[1];
    if (!type) continue;
    const path = join(bundle, name);
    const bytes = await readFile(path);
    const isText = type === "ESModule" || type === "Text";
    found.push({ type, path, contents: isText ? bytes.toString("utf8") : new Uint8Array(bytes) });
  }
  return found;
}
