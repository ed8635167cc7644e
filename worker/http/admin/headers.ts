import { createMiddleware } from "hono/factory";
import type { HttpEnv } from "../env.ts";

const POLICY = [
  "default-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** What mail brings is shown with its own styles and pictures, in a sandbox: no scripts, no forms, no session. */
export const MAIL_POLICY = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src https: http: data:",
  "frame-ancestors 'self'",
].join("; ");

/** A form as it looks elsewhere: its own styles and the website's pictures, in a sandbox where nothing is run or sent. */
export const PREVIEW_POLICY = [
  "sandbox",
  "default-src 'none'",
  "style-src 'self'",
  "img-src https: http: data:",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** Headers that keep what is shown here here: nothing from elsewhere, no frame around it, no copy of it. */
export const guarded = createMiddleware<HttpEnv>(async (c, next) => {
  await next();
  const { headers } = c.res;
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", POLICY);
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("X-Robots-Tag", "noindex");
  headers.append("Vary", "Accept-Language");
});
