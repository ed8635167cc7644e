import { createMiddleware } from "hono/factory";
import { createContext } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import { playbook } from "../playbook/store.ts";
import type { HttpEnv } from "./env.ts";
import { isAllowedOrigin } from "./origins.ts";

/** Builds each request's context. Locally, headers may set the clock and the place (see docs/ARCHITECTURE.md). */
export const context = createMiddleware<HttpEnv>(async (c, next) => {
  const local = localOverrides(c.req.raw.headers, c.env["LOCAL"] === "1");
  const ctx = createContext(c.env, c.executionCtx, local.now ?? Date.now());
  c.set("context", ctx);
  c.set("playbook", () => playbook(ctx.db, ctx.waitUntil));
  c.set("cf", local.cf ?? (c.req.raw.cf as Partial<IncomingRequestCfProperties> | undefined));
  c.set("ip", local.ip ?? c.req.header("cf-connecting-ip") ?? null);
  await next();
});

interface Overrides {
  now?: number;
  ip?: string;
  cf?: Partial<IncomingRequestCfProperties>;
}

let warned = false;

const OVERRIDES = ["x-fodspor-now", "x-fodspor-ip", "x-fodspor-cf"] as const;

function localOverrides(headers: Headers, local: boolean): Overrides {
  const [now, ip, cf] = OVERRIDES.map((name) => headers.get(name));
  if (!now && !ip && !cf) return {};
  if (!local) {
    if (!warned) console.warn("x-fodspor-* headers are ignored: this is not a local run");
    warned = true;
    return {};
  }
  const time = now ? Date.parse(now) : undefined;
  if (Number.isNaN(time))
    throw new Refusal("invalid_request", "x-fodspor-now is an ISO time, e.g. 2026-11-22T09:00:00Z");
  return { now: time, ip: ip ?? undefined, cf: cf ? cfOf(cf) : undefined };
}

function cfOf(json: string): Partial<IncomingRequestCfProperties> {
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
  headers.set("Access-Control-Expose-Headers", "Retry-After");
});
