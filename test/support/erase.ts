import type { Db } from "../../worker/platform/db.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { eraseForGood } from "../../worker/rights/erase.ts";

export const SEALER = new Sealer(["the key of a test, long enough to be one"]);

/** Erases somebody as the API does. */
export async function erase(db: Db, id: string, now: number): Promise<string | null> {
  return eraseForGood({ db, sealer: SEALER, now }, id, "api");
}
