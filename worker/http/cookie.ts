import type { Context as HonoContext } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { openVisitor, sealVisitor, type Visitor } from "../state/visitor.ts";
import type { HttpEnv } from "./env.ts";

const NAME = "fodspor";
/** 395 days, the longest that supervisory authorities accept for a choice of consent. */
const MAX_AGE = 395 * 86_400;

type Http = HonoContext<HttpEnv>;

/** The visitor whom the request's cookie carries; null without one, or with one that is not ours. */
export function readVisitor(c: Http): Visitor | null {
  const sealed = getCookie(c, NAME);
  return sealed === undefined ? null : openVisitor(sealed, c.get("context").sealer);
}

/** Gives the browser its visitor back; null takes away what it has. */
export function writeVisitor(c: Http, visitor: Visitor | null): void {
  if (visitor === null) {
    if (getCookie(c, NAME) !== undefined) deleteCookie(c, NAME, { path: "/" });
    return;
  }
  setCookie(c, NAME, sealVisitor(visitor, c.get("context").sealer), {
    path: "/",
    maxAge: MAX_AGE,
    httpOnly: true,
    sameSite: "Lax",
    secure: new URL(c.req.url).protocol === "https:",
  });
}
