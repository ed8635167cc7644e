import type { Context as HonoContext } from "hono";
import { createMiddleware } from "hono/factory";
import { shortHash } from "../lib/hash.ts";
import { isLoopback, truncateIp } from "../lib/ip.ts";
import { Refusal } from "../platform/errors.ts";
import { countLater } from "../reports/tally.ts";
import { readVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";

/** Seconds until a refused sender should try again; the limits count by the minute. */
export const RETRY_AFTER = 30;

/**
 * Refuses who sends too much: by network (/24, /48) and by visitor, as wrangler.toml sets it. The counters are
 * Cloudflare's, approximate and nobody's record; without them, or without an address, everybody is let through.
 * @throws Refusal `rate_limited`
 */
export const limited = createMiddleware<HttpEnv>(async (c, next) => {
  const address = c.get("ip")();
  if (address !== null && !isLoopback(address) && !(await isWithin(c, address))) {
    countLater(c.get("context"), { "refused.rate_limited": 1 });
    throw new Refusal("rate_limited", `This was too much in one minute. Send it again in ${RETRY_AFTER} seconds.`);
  }
  return next();
});

async function isWithin(c: HonoContext<HttpEnv>, address: string): Promise<boolean> {
  const { NETWORK_LIMIT: byNetwork, VISITOR_LIMIT: byVisitor } = c.env;
  const network = truncateIp(address);
  try {
    const asked = await Promise.all([
      network === null ? undefined : byNetwork?.limit({ key: network }),
      byVisitor?.limit({ key: await visitorKey(c, address) }),
    ]);
    return asked.every((outcome) => outcome?.success !== false);
  } catch (error) {
    console.warn(`the rate limits do not answer: ${error instanceof Error ? error.message : "?"}`);
    return true;
  }
}

/** Many people may share an address, so whoever carries a sealed cookie is counted for themselves. */
async function visitorKey(c: HonoContext<HttpEnv>, address: string): Promise<string> {
  const visitor = await readVisitor(c);
  return visitor?.id ?? `${address} ${shortHash(c.req.header("user-agent") ?? "")}`;
}
