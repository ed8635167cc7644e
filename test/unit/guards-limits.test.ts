import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { HttpEnv } from "../../worker/http/env.ts";
import { limited } from "../../worker/http/limits.ts";
import type { Bindings } from "../../worker/platform/env.ts";
import type { Context } from "../../worker/platform/context.ts";

/** A limit that tells what it was asked, and answers as told. */
function limit(answer: () => boolean) {
  const asked: string[] = [];
  const binding: RateLimit = {
    limit: async ({ key }) => {
      asked.push(key);
      return { success: answer() };
    },
  };
  return { asked, binding };
}

function ask(address: string | null, env: Bindings): Promise<Response> {
  const app = new Hono<HttpEnv>();
  app.use((c, next) => {
    c.set("ip", () => address);
    c.set("context", { queues: {}, waitUntil: () => undefined } as unknown as Context);
    return next();
  });
  app.onError((error, c) => c.text(error.message, 429));
  app.get("/", limited, (c) => c.text("in"));
  return Promise.resolve(app.request("/", { headers: { "user-agent": "Mozilla/5.0" } }, env));
}

describe("rate limits", () => {
  it("ask for the network and for the visitor", async () => {
    const [network, visitor] = [limit(() => true), limit(() => true)];
    const env = { NETWORK_LIMIT: network.binding, VISITOR_LIMIT: visitor.binding };
    expect((await ask("198.51.100.77", env)).status).toBe(200);
    expect((await ask("2001:db8:1:2::3", env)).status).toBe(200);
    expect(network.asked).toEqual(["198.51.100.0", "2001:db8:1::"]);
    expect(visitor.asked[0]).toMatch(/^198\.51\.100\.77 [\w-]{5}$/);
  });

  it("refuse when either says so", async () => {
    const [yes, no] = [limit(() => true).binding, limit(() => false).binding];
    expect((await ask("198.51.100.77", { NETWORK_LIMIT: yes, VISITOR_LIMIT: no })).status).toBe(429);
    expect((await ask("198.51.100.77", { NETWORK_LIMIT: no, VISITOR_LIMIT: yes })).status).toBe(429);
    expect((await ask("198.51.100.77", { VISITOR_LIMIT: no })).status).toBe(429);
  });

  it("let everybody through where there are none, where they fail, and where no address is known", async () => {
    const broken = limit(() => {
      throw new Error("gone");
    }).binding;
    const never = limit(() => false);
    const none = { NETWORK_LIMIT: never.binding, VISITOR_LIMIT: never.binding };
    expect((await ask("198.51.100.77", {})).status).toBe(200);
    expect((await ask("198.51.100.77", { NETWORK_LIMIT: broken, VISITOR_LIMIT: broken })).status).toBe(200);
    for (const address of [null, "127.0.0.1", "::1"]) expect((await ask(address, none)).status).toBe(200);
    expect(never.asked).toEqual([]);
  });
});
