import { optionsFrom } from "./options.ts";
import { startStack } from "../stack.ts";

/**
 * The process that holds the local run, started by cli/start.ts. It does not hear the terminal's Ctrl-C (it has a group
 * of its own) and ends when told to, or when the process that started it is gone.
 */
const started = Date.now();
let ready: (() => Promise<void>) | undefined;

function stop(): void {
  // Nothing was accepted yet, so nothing can be lost.
  if (!ready) process.exit(0);
  const close = ready;
  ready = () => Promise.resolve();
  close().then(
    () => process.exit(0),
    (error: unknown) => fail(error),
  );
}

for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
process.on("message", stop);
process.on("disconnect", stop);
process.on("SIGTERM", stop);

try {
  const options = optionsFrom(process.env);
  const stack = await startStack({ ...options, log: (line) => console.log(`· ${line}`) });
  ready = stack.close;
  console.log(`· started in ${((Date.now() - started) / 1000).toFixed(1)} s; Ctrl-C ends it`);
  console.log(`· servers send their events with the write key ${stack.writeKey} (docs/server.md)`);
  console.log(
    `ready  site ${stack.demoUrl} · edge ${stack.url} · dashboard ${stack.url}${stack.basePath}/admin · token ${stack.adminToken}`,
  );
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? explain(error) : error);
  process.exit(1);
}

/** The sentence, and what caused it; a stack trace only where there is no sentence for it. */
function explain(error: Error): string {
  if (error.constructor !== Error && error.name !== "Error") return error.stack ?? error.message;
  const cause = error.cause instanceof Error ? `\n  ${error.cause.message}` : "";
  return error.message + cause;
}
