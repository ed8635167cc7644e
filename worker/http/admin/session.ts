import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Context } from "../../platform/context.ts";
import type { Http } from "./view.ts";

const NAME = "fodspor_admin";
const SECONDS = 12 * 3_600;

/**
 * Whether the browser has logged in, not too long ago and with the token still in force. In real time, unlike all else:
 * a request that sets another clock, to look at tomorrow's scores, comes from the same person at the desk.
 */
export async function isLoggedIn(c: Http): Promise<boolean> {
  const { sealer, settings } = c.get("context");
  const sealed = getCookie(c, NAME);
  const text = sealed === undefined ? null : await sealer.open("admin", sealed);
  if (text === null) return false;
  const { expires, token } = JSON.parse(text) as { expires: number; token: string };
  return expires > Date.now() && sealer.isFingerprintOf(token, settings.ADMIN_TOKEN);
}

/** Gives the browser a session of 12 hours. */
export async function logIn(c: Http): Promise<void> {
  const { sealer, settings } = c.get("context");
  const session = { expires: Date.now() + SECONDS * 1000, token: sealer.fingerprint(settings.ADMIN_TOKEN) };
  setCookie(c, NAME, await sealer.seal("admin", JSON.stringify(session)), { ...cookie(c), maxAge: SECONDS });
}

export function logOut(c: Http): void {
  deleteCookie(c, NAME, cookie(c));
}

/** Whether a POST comes from another website. Browsers tell; a client that tells nothing carries nobody's session unawares. */
export function isForeign(c: Http, { settings }: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = c.req.header("origin");
  return origin !== undefined && origin !== new URL(c.req.url).origin && origin !== settings.PUBLIC_URL;
}

const cookie = (c: Http) => ({
  path: `${c.get("context").settings.BASE_PATH}/admin`,
  httpOnly: true,
  sameSite: "Strict" as const,
  secure: new URL(c.req.url).protocol === "https:",
});
