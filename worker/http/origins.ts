import type { Settings } from "../platform/env.ts";
import { Refusal } from "../platform/errors.ts";
import type { Compiled } from "../playbook/index.ts";

/** The websites that may use this Worker from a browser: the playbook's, this host, and the one behind edge mode. */
export function isAllowedOrigin(origin: string, settings: Settings, playbook: Compiled): boolean {
  let known = allowed.get(playbook);
  if (known?.settings !== settings) {
    known = { settings, origins: allowedOrigins(settings, playbook) };
    allowed.set(playbook, known);
  }
  return known.origins.has(settings.LOCAL ? sameHost(origin) : origin);
}

/** Worked out once per revision, since every request from another site asks. */
const allowed = new WeakMap<Compiled, { settings: Settings; origins: Set<string> }>();

function allowedOrigins(settings: Settings, playbook: Compiled): Set<string> {
  const { url, origins } = playbook.site;
  const own = [settings.PUBLIC_URL, settings.ORIGIN_URL ?? settings.PUBLIC_URL, url].map((one) => new URL(one).origin);
  const all = [...own, ...origins];
  return new Set(settings.LOCAL ? all.map(sameHost) : all);
}

/** On one machine, 127.0.0.1 and localhost are two names of the same site. */
const sameHost = (origin: string): string => origin.replace("//127.0.0.1", "//localhost");

/**
 * A browser tells where a POST comes from; one from a site that is not ours is refused. Other clients send no Origin,
 * and could claim any, so its absence proves nothing.
 * @throws Refusal `origin_not_allowed`
 */
export function checkOrigin(origin: string | undefined, settings: Settings, playbook: Compiled): void {
  if (origin === undefined || isAllowedOrigin(origin, settings, playbook)) return;
  throw new Refusal("origin_not_allowed", "This website is not in the playbook. Add it to origins in site.yaml.");
}
