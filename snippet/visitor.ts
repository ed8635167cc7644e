import type { Core } from "./core/modules.ts";

/** Fetches as the visitor while they allow anything: with their cookie; else as nobody. */
export function get(core: Core, url: string): Promise<Response> {
  return fetch(url, { credentials: isKnown(core) ? "include" : "omit" });
}

/** The visitor's token while they allow anything; only on a page of another site than the Worker's. */
export function tokenOf(core: Core): string | undefined {
  return isKnown(core) ? core._token() : undefined;
}

function isKnown(core: Core): boolean {
  return Object.values(core._choice()?.consent || {}).some(Boolean);
}
