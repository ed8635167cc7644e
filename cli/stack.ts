import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { startSite } from "../example/server.ts";
import { bundleWorker, ROOT } from "./bundle.ts";
import { migrate } from "./migrate.ts";
import { publishExample } from "./stack/playbook.ts";
import { type Database, startDatabase } from "./stack/database.ts";
import { lock } from "./stack/lock.ts";
import { openLog } from "./stack/logs.ts";
import { DEFAULTS, type StackOptions } from "./stack/options.ts";
import { findPorts } from "./stack/ports.ts";
import { announce } from "./stack/running.ts";
import { keepSecrets, random } from "./stack/secrets.ts";
import { startTicker } from "./stack/ticker.ts";

/** Everything of a local run, answering. */
export interface Stack {
  /** The Worker, such as `http://localhost:8787`; in edge mode also the website. */
  url: string;
  /** The demo website. */
  demoUrl: string;
  basePath: string;
  adminToken: string;
  writeKey: string;
  libsqlUrl: string;
  libsqlToken: string | undefined;
  /** Runs the cron handler as if it were `timeMs`. */
  tick(timeMs?: number): Promise<void>;
  /** Ends all of it, after the queues have been emptied into the database. */
  close(): Promise<void>;
}

/**
 * Starts the local run: database, migrations, Worker with queues and cron, demo website, example playbook.
 * Rejects with a sentence that says what to do, and leaves nothing running.
 */
export async function startStack(given: Partial<StackOptions> = {}): Promise<Stack> {
  const options = { ...DEFAULTS, ...given };
  const dataDir = resolve(options.dataDir);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    while (closers.length > 0) await closers.pop()?.();
  };
  try {
    return await start(options, dataDir, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: StackOptions,
  dataDir: string,
  closers: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Stack> {
  const [port = 0, demoPort = 0] = await findPorts([
    { name: "PORT", port: options.port },
    { name: "DEMO_PORT", port: options.demoPort },
  ]);
  await mkdir(dataDir, { recursive: true });
  closers.push(await lock(dataDir));
  const secrets = await keepSecrets(dataDir, {
    ADMIN_TOKEN: options.adminToken,
    WRITE_KEY: options.writeKey,
    SEAL_KEYS: options.sealKeys,
  });
  const url = `http://localhost:${port}`;
  const demoUrl = `http://localhost:${demoPort}`;
  const bundle = join(dataDir, "worker");

  options.log("building the snippet and the Worker, starting the database and the demo website");
  const [database, { startWorker }] = await allOrNothing([
    openDatabase(options, dataDir, closers),
    // Wrangler and Miniflare take a second to load; whoever has a wrong setting is told before.
    import("./stack/worker.ts"),
    rm(bundle, { recursive: true, force: true }).then(() => bundleWorker(bundle)),
    startSite({
      port: demoPort,
      host: "127.0.0.1",
      contentKey: secrets.CONTENT_KEY,
      fodspor: (hostname) => `http://${hostname}:${port}${options.basePath}`,
    }).then((site) => closers.push(site.close)),
  ]);

  options.log("starting the Worker in workerd");
  const log = openLog(join(dataDir, "worker.log"));
  closers.push(log.close);
  const worker = await startWorker({
    port,
    bundle,
    onLog: log.write,
    queueWait: options.queueWait,
    bindings: {
      PUBLIC_URL: url,
      ORIGIN_URL: options.originUrl ?? `http://127.0.0.1:${demoPort}`,
      LIBSQL_URL: database.url,
      ...(database.token === undefined ? {} : { LIBSQL_TOKEN: database.token }),
      ...secrets,
      INGEST: options.ingest,
      MAIL: options.mail,
      BASE_PATH: options.basePath,
      ...(options.turnstileSecret === undefined ? {} : { TURNSTILE_SECRET: options.turnstileSecret }),
      ...(options.turnstileUrl === undefined ? {} : { TURNSTILE_URL: options.turnstileUrl }),
      LOCAL: "1",
    },
  });
  closers.push(worker.close);

  const target = { base: url + options.basePath, token: secrets.ADMIN_TOKEN };
  options.log(await publishExample(target, resolve(ROOT, options.playbook), demoUrl));
  closers.push(startTicker(worker.tick));
  closers.push(await announce(dataDir, target.base));
  return {
    url,
    demoUrl,
    basePath: options.basePath,
    adminToken: secrets.ADMIN_TOKEN,
    writeKey: secrets.WRITE_KEY,
    libsqlUrl: database.url,
    libsqlToken: database.token,
    tick: worker.tick,
    close,
  };
}

async function openDatabase(
  options: StackOptions,
  dataDir: string,
  closers: (() => Promise<unknown>)[],
): Promise<Omit<Database, "close">> {
  if (options.libsqlUrl) {
    const remote = { url: options.libsqlUrl, token: options.libsqlToken };
    await migrate(remote).catch((error: unknown) => {
      throw new Error(`The database at LIBSQL_URL (${options.libsqlUrl}) does not answer as it should.`, {
        cause: error,
      });
    });
    return remote;
  }
  const local = await startDatabase(join(dataDir, "fodspor.db"), random());
  closers.push(local.close);
  await migrate(local);
  return local;
}

/** Like Promise.all, but waits for the others when one fails: what they started can then be ended. */
async function allOrNothing<T extends unknown[]>(running: [...{ [K in keyof T]: Promise<T[K]> }]): Promise<T> {
  const settled = await Promise.allSettled(running);
  for (const one of settled) if (one.status === "rejected") throw one.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as T;
}
