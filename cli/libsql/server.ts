import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { compact } from "./compact.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { ProtocolError } from "./errors.ts";
import { openDatabase } from "./open-database.ts";
import { runPipeline } from "./pipeline.ts";
import { parsePipeline } from "./protocol.ts";
import { readBody } from "./read-body.ts";
import { Streams } from "./streams.ts";
import { WriteLock } from "./write-lock.ts";

export interface LibsqlServerOptions {
  /** The database file; it is created, but not its folder. */
  file: string;
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** If set, requests must carry it as `authorization: Bearer <token>`. */
  token?: string | undefined;
  idleTimeoutMs?: number;
  transactionTimeoutMs?: number;
  maxBodyBytes?: number;
  /** Bound of the rows in one answer; beyond it the statement fails. */
  maxResultBytes?: number;
}

export interface LibsqlServer {
  url: string;
  port: number;
  /** Rolls back what is open, ends all connections and leaves a checkpointed file. */
  close(): Promise<void>;
}

/**
 * Starts a libSQL server for one file: Hrana over HTTP (version 2, JSON), what `@libsql/client`
 * speaks with sqld (https://github.com/tursodatabase/libsql/blob/main/docs/HTTP_V2_SPEC.md).
 * An answer to a write is sent only after it is on the disk.
 */
export async function startLibsqlServer({
  file,
  port = 0,
  host = "127.0.0.1",
  token,
  idleTimeoutMs = 10_000,
  transactionTimeoutMs = 5_000,
  maxBodyBytes = 32 * 1024 * 1024,
  maxResultBytes = 64 * 1024 * 1024,
}: LibsqlServerOptions): Promise<LibsqlServer> {
  const pool = new ConnectionPool({ file, schemaVersion: 0, unsafeText: false });
  await openDatabase(pool);
  const engine = { pool, writeLock: new WriteLock(), maxResultBytes };
  const streams = new Streams(engine, { idleTimeoutMs, transactionTimeoutMs });
  const isAllowed = checkToken(token);

  async function answerPipeline(request: IncomingMessage, response: ServerResponse) {
    const pipeline = parsePipeline(await readBody(request, maxBodyBytes));
    const { baton, requests } = pipeline;
    const stream = baton === null ? streams.open() : streams.resume(baton);
    // Nobody else knows the next baton: without this its transaction would stay until it expires.
    response.once("close", () => {
      if (!response.writableFinished) streams.discard(stream);
    });
    try {
      const results = await runPipeline(stream, requests);
      sendJson(response, 200, { baton: streams.rest(stream), base_url: null, results });
    } catch (error) {
      streams.discard(stream);
      throw error;
    }
  }

  /** Our own, beside the protocol: sqld empties its log by a rule of its own. */
  async function answerCompact(response: ServerResponse) {
    sendJson(response, 200, { complete: await compact(engine) });
  }

  const server = createServer((request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (request.method === "POST" && (path === "/v2/pipeline" || path === "/v1/compact")) {
      if (!isAllowed(request.headers.authorization)) {
        sendJson(response, 401, { error: "Unauthorized: `The Bearer token is missing or wrong`" });
        return;
      }
      const answered = path === "/v1/compact" ? answerCompact(response) : answerPipeline(request, response);
      answered.catch((error: unknown) => sendError(response, error));
    } else if (request.method === "GET" && path === "/health") {
      sendJson(response, 200, { status: "ok" });
    } else if (request.method === "GET" && path === "/v2") {
      response.end("Hello, this is HTTP API v2 (Hrana over HTTP)");
    } else {
      sendJson(response, 404, { error: "Not found: this server answers POST /v2/pipeline" });
    }
  });
  // Longer than clients keep a connection, so that they never send into one that is being closed.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    async close() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      streams.closeAll();
      server.closeAllConnections();
      await ended;
      pool.checkpoint();
      pool.close();
    },
  };
}

function checkToken(token: string | undefined): (header: string | undefined) => boolean {
  if (!token) return () => true;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = digest(token);
  return (header = "") => {
    const given = /^bearer\s+(\S+)\s*$/i.exec(header)?.[1];
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  if (error instanceof ProtocolError) {
    const { status, message, code } = error;
    // The rest of a body that is too large must not be read as the next request.
    if (status === 413) response.setHeader("connection", "close");
    sendJson(response, status, { message, code });
    return;
  }
  console.error("libSQL server:", error);
  sendJson(response, 500, { message: "Internal server error", code: "INTERNAL_ERROR" });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": bytes.byteLength,
  });
  response.end(bytes);
}
