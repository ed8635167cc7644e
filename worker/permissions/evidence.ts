import { createHash } from "node:crypto";
import type { Source } from "../events/enrich.ts";
import type { Evidence } from "../events/event.ts";
import type { Compiled } from "../playbook/index.ts";

/** SHA-256 of a wording, base64url: tells whether a text is the very one that was read. */
export const wordingHash = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Where nothing was read or pressed: time, another system or an invented visitor says it. */
export const NO_EVIDENCE: Evidence = {
  version: "",
  text: "",
  locale: "",
  url: "",
  form: "",
  ip: null,
  userAgent: "",
};

/** By which network and browser something is said, as far as the playbook keeps it. */
export const saidBy = ({ ip, userAgent }: Source, { site }: Compiled): Pick<Evidence, "ip" | "userAgent"> => ({
  ip: site.ip === "none" ? null : ip,
  userAgent,
});

/** Who pressed a button, and in which mail; the words are those of what it answers. `ip` is truncated. */
export function pressed(
  how: NonNullable<Evidence["how"]>,
  by: Pick<Evidence, "ip" | "userAgent" | "locale">,
  message?: string,
): Evidence {
  return { ...NO_EVIDENCE, ...by, how, ...(message === undefined ? {} : { message }) };
}
