import type { Context as HonoContext } from "hono";
import { sourceOf, type Source } from "../events/enrich.ts";
import type { HttpEnv } from "./env.ts";

/** Place, device and language of the request at hand. */
export function requestSource(c: HonoContext<HttpEnv>): Source {
  return sourceOf(c.req.raw.headers, c.get("cf")(), c.get("ip")());
}
