import type { Core } from "./core/modules.ts";

/** The visitor's token while they allow anything; only on a page of another site than the Worker's. */
export function tokenOf(core: Core): string | undefined {
  return Object.values(core._choice()?.consent || {}).some(Boolean) ? core._token() : undefined;
}
