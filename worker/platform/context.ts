import { type Db, openDb } from "./db.ts";
import type { Bindings, Settings } from "./env.ts";
import { settings } from "./env.ts";
import { Sealer } from "./seal.ts";

/** Everything ambient that one request or job may use, in one place. */
export interface Context {
  settings: Settings;
  sealer: Sealer;
  db: Db;
  /** The one clock, epoch ms. */
  now: number;
  queues: { events?: Queue<unknown>; mail?: Queue<unknown> };
  waitUntil(work: Promise<unknown>): void;
}

let sealer: { keys: string[]; sealer: Sealer } | undefined;

/** Builds the context of one request or job. Throws if the environment is incomplete. */
export function createContext(
  bindings: Bindings,
  execution: Pick<ExecutionContext, "waitUntil">,
  now: number,
): Context {
  const parsed = settings(bindings);
  if (sealer?.keys !== parsed.SEAL_KEYS) sealer = { keys: parsed.SEAL_KEYS, sealer: new Sealer(parsed.SEAL_KEYS) };
  return {
    settings: parsed,
    sealer: sealer.sealer,
    db: openDb(parsed),
    now,
    queues: { events: bindings.EVENTS, mail: bindings.MAIL_QUEUE },
    waitUntil: (work) => execution.waitUntil(work),
  };
}
