import { createHash, timingSafeEqual } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { Refusal } from "../../platform/errors.ts";
import type { HttpEnv } from "../env.ts";

/** Whether a token is the expected one, in a time that tells nothing of how nearly it is. */
export function sameToken(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Lets only holders of ADMIN_TOKEN in (RFC 6750). @throws Refusal `unauthorized` */
export const authorize = createMiddleware<HttpEnv>(async (c, next) => {
  const given = /^bearer\s+(\S+)\s*$/i.exec(c.req.header("authorization") ?? "")?.[1];
  c.header("Cache-Control", "no-store");
  if (given === undefined || !sameToken(given, c.get("context").settings.ADMIN_TOKEN)) {
    c.header("WWW-Authenticate", 'Bearer realm="fodspor"');
    throw new Refusal("unauthorized", "Send the header Authorization: Bearer <ADMIN_TOKEN>.");
  }
  await next();
});
