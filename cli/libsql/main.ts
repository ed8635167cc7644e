import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { startLibsqlServer } from "./server.ts";

/**
 * Runs the libSQL server as a process of its own:
 * `node cli/libsql/main.ts --file .fodspor/fodspor.db --port 8080 --token secret`,
 * or `LIBSQL_FILE`, `LIBSQL_PORT` and `LIBSQL_TOKEN`. Prints one JSON line when it listens.
 */
const { values } = parseArgs({
  options: {
    file: { type: "string", default: process.env["LIBSQL_FILE"] ?? "" },
    port: { type: "string", default: process.env["LIBSQL_PORT"] ?? "0" },
    host: { type: "string", default: "127.0.0.1" },
    token: { type: "string", default: process.env["LIBSQL_TOKEN"] ?? "" },
  },
});

const port = Number(values.port);
if (values.file === "") fail("Say which database file to serve: --file <path> or LIBSQL_FILE.");
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`--port must be a number from 0 (any free one) to 65535, not "${values.port}".`);
}

mkdirSync(dirname(values.file), { recursive: true });
const server = await startLibsqlServer({
  file: values.file,
  port,
  host: values.host,
  token: values.token || undefined,
}).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));

let closing = false;
function shutDown(): void {
  if (closing) return;
  closing = true;
  void server.close().finally(() => process.exit(0));
}

process.on("SIGTERM", shutDown);
// A process that was forked gets the terminal's Ctrl-C too, but it is its parent's to act on.
process.on("SIGINT", () => {
  if (!process.send) shutDown();
});
process.on("disconnect", shutDown);

console.log(JSON.stringify({ url: server.url, port: server.port }));

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
