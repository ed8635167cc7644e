import { createHash } from "node:crypto";
import type { Evidence } from "../events/event.ts";

/** SHA-256 of a wording, base64url: tells whether a text is the very one that was read. */
export const wordingHash = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Who pressed a button, and in which mail; the words are those of what it answers. `ip` is truncated. */
export function pressed(
  how: NonNullable<Evidence["how"]>,
  { ip, userAgent, locale }: { ip: string | null; userAgent: string; locale: string },
  message?: string,
): Evidence {
  const nothing = { version: "", text: "", url: "", form: "" };
  return { ...nothing, locale, ip, userAgent, how, ...(message === undefined ? {} : { message }) };
}
