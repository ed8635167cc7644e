import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import type { Client, Config } from "@libsql/client";
import { onTestFinished } from "vitest";
import { startLibsqlServer } from "../../cli/libsql/server.ts";
import type { LibsqlServerOptions } from "../../cli/libsql/server.ts";

export interface TestServer {
  url: string;
  file: string;
  client: Client;
  /** Another client of the same server. */
  connect: (config?: Partial<Config>) => Client;
  /** Sends a pipeline as it is. */
  pipeline: (body: unknown, headers?: Record<string, string>) => Promise<Response>;
}

/** Where to say what has to be undone: in `beforeAll` if tests share it. */
type AtEnd = (undo: () => Promise<void> | void) => unknown;

const temporaryFolder = () => mkdtemp(join(tmpdir(), "fodspor-libsql-"));
const remove = (folder: string) => rm(folder, { recursive: true, force: true });

export async function temporaryFile(): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(() => remove(folder));
  return join(folder, "test.db");
}

/** Starts a server with a file of its own, both of which go at the end. */
export async function startServer(
  options: Partial<LibsqlServerOptions> = {},
  atEnd: AtEnd = onTestFinished,
): Promise<TestServer> {
  const folder = options.file ? null : await temporaryFolder();
  const file = options.file ?? join(folder ?? "", "test.db");
  const server = await startLibsqlServer({ ...options, file });
  atEnd(async () => {
    await server.close();
    if (folder) await remove(folder);
  });
  const connect = (config: Partial<Config> = {}) => {
    const client = createClient({ url: server.url, authToken: options.token, ...config } as Config);
    atEnd(() => client.close());
    return client;
  };
  return {
    url: server.url,
    file,
    client: connect(),
    connect,
    pipeline: (body, headers = {}) =>
      fetch(`${server.url}/v2/pipeline`, {
        method: "POST",
        headers,
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

/** What a request answered, or the message and code of its error. */
export interface Answer {
  type?: string;
  is_autocommit?: boolean;
  message?: string;
  code?: string;
  result?: {
    params: unknown[];
    cols: unknown[];
    rows: unknown[][];
    step_results: ({ rows: unknown[][] } | null)[];
    step_errors: (object | null)[];
  };
}

export async function results(response: Response): Promise<{ baton: string | null; results: Answer[] }> {
  const body = (await response.json()) as {
    baton: string | null;
    results: { response?: Answer; error?: Answer }[];
  };
  const answers = body.results.map((result) => result.response ?? result.error ?? {});
  return { baton: body.baton, results: answers };
}
