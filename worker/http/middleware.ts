import type { Context as HonoContext } from "hono";
import { createMiddleware } from "hono/factory";
import { createContext } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import { playbook } from "../playbook/store.ts";
import type { HttpEnv } from "./env.ts";
import { isAllowedOrigin } from "./origins.ts";

type Http = HonoContext<HttpEnv>;
type Cf = Partial<IncomingRequestCfProperties>;

/** Builds each request's context. Locally, headers may set the clock and the place (see docs/ARCHITECTURE.md). */
export const context = createMiddleware<HttpEnv>(async (c, next) => {
  const ctx = createContext(c.env, c.executionCtx, overridden(c, "x-fodspor-now", timeOf) ?? Date.now());
  c.set("context", ctx);
  c.set("playbook", () => playbook(ctx.db, ctx.waitUntil));
  c.set("cf", () => overridden(c, "x-fodspor-cf", cfOf) ?? (c.req.raw.cf as Cf | undefined));
  c.set("ip", () => overridden(c, "x-fodspor-ip", (ip) => ip) ?? c.req.header("cf-connecting-ip") ?? null);
  return next();
});

let warned = false;

/** What a local run's header says in the place of the real thing. */
function overridden<T>(c: Http, name: string, parse: (text: string) => T): T | undefined {
  const text = c.req.raw.headers.get(name);
  if (!text) return undefined;
  if (c.env["LOCAL"] === "1") return parse(text);
  if (!warned) console.warn("x-fodspor-* headers are ignored: this is not a local run");
  warned = true;
  return undefined;
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new Refusal("invalid_request", "x-fodspor-now is an ISO time, e.g. 2026-11-22T09:00:00Z");
}

function cfOf(json: string): Cf {
  try {
    return JSON.parse(json);
  } catch {
    throw new Refusal("invalid_request", 'x-fodspor-cf is JSON, e.g. {"country":"DK"}');
  }
}

const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
  "Access-Control-Allow-Headers": "content-type, accept",
  "Access-Control-Max-Age": "86400",
};

/** Lets the playbook's websites read answers and send cookies; others get no CORS headers. */
export const cors = createMiddleware<HttpEnv>(async (c, next) => {
  if (c.req.method === "OPTIONS") c.res = new Response(null, { status: 204, headers: PREFLIGHT });
  else await next();
  const origin = c.req.header("origin");
  if (origin === undefined) return;
  // Set on the finished answer: Hono copies headers that are set before it, one by one.
  const { headers } = c.res;
  headers.append("Vary", "Origin");
  if (!isAllowedOrigin(origin, c.get("context").settings, await c.get("playbook")())) return;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Allow-Credentials", "true");
});
