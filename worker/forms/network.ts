import type { Source } from "../events/enrich.ts";
import { isLoopback } from "../lib/ip.ts";
import type { Sealer } from "../platform/seal.ts";
import type { Compiled } from "../playbook/index.ts";

/**
 * What a network's confirmation mails are counted by: its truncated address or, where the playbook keeps none, a keyed hash
 * of that. Undefined where there is none, and for a machine that talks to itself.
 */
export function networkOf({ ip, address }: Source, { site }: Compiled, sealer: Sealer): string | undefined {
  if (ip === null || address === null || isLoopback(address)) return undefined;
  return site.ip === "none" ? sealer.fingerprint(`network ${ip}`) : ip;
}
