import type { Context as HonoContext } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import { Recent } from "../lib/recent.ts";
import { wasErased } from "../rights/erased.ts";
import { emptyState } from "../state/state.ts";
import { openVisitor, sealVisitor, type Visitor } from "../state/visitor.ts";
import type { HttpEnv } from "./env.ts";

const NAME = "fodspor";
const SEALED = /(?:^|;\s*)fodspor=([\w-]+)/;
/** 395 days, the longest that supervisory authorities accept for a choice of consent. */
const MAX_AGE = 395 * 86_400;

type Http = HonoContext<HttpEnv>;

/** A page's blocks, its forms and its events all bring the same cookie, which need not be opened for each. */
const met = new Recent<Visitor>(500);

/**
 * The visitor whom the request carries, in its cookie or, from a page of another site, in its body as `token`; null without
 * one, or with one that is not ours.
 */
export async function readVisitor(c: Http, token?: string): Promise<Visitor | null> {
  // A page that sends a token, if only an empty one, is not answered with what the cookie holds, which no script may read.
  const sealed = token ?? sealedCookie(c);
  if (!sealed) return null;
  const visitor = met.get(sealed) ?? (await openVisitor(sealed, c.get("context").sealer));
  if (!visitor) return null;
  met.set(sealed, visitor);
  return wasErased(visitor.profile) ? emptied(visitor) : visitor;
}

/** What a browser still carries of somebody erased: their choice of consent. The next sync makes it another visitor's. */
function emptied(visitor: Visitor): Visitor {
  const { consent, consentAt, firstSeen } = visitor.state;
  return { ...visitor, syncedAt: 0, state: { ...emptyState("", firstSeen), consent, consentAt } };
}

/** What the answer's body says of the visitor: nothing where the cookie does; null for "forget". */
export interface TokenAnswer {
  token?: string | null;
}

/**
 * Gives the browser its visitor back; null takes away what it has. Browsers block cookies of other sites than the page's,
 * so a page there keeps it itself: the result is for the answer's body.
 */
export async function writeVisitor(c: Http, visitor: Visitor | null, token?: string): Promise<TokenAnswer> {
  const sealed = visitor && (await sealVisitor(visitor, c.get("context").sealer));
  if (token !== undefined || isCrossSite(c)) return { token: sealed };
  if (sealed !== null) {
    setCookie(c, NAME, sealed, {
      path: "/",
      maxAge: MAX_AGE,
      httpOnly: true,
      sameSite: "Lax",
      secure: c.req.url.startsWith("https:"),
    });
  } else if (sealedCookie(c) !== undefined) {
    deleteCookie(c, NAME, { path: "/" });
  }
  return {};
}

const isCrossSite = (c: Http): boolean => c.req.raw.headers.get("sec-fetch-site") === "cross-site";

function sealedCookie(c: Http): string | undefined {
  return SEALED.exec(c.req.raw.headers.get("cookie") ?? "")?.[1];
}
