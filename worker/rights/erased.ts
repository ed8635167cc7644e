import { Recent } from "../lib/recent.ts";

/** Erased by this isolate lately. Others learn of it from the database, when they next refresh the state (state/sync.ts). */
const lately = new Recent<true>(5_000);

export function rememberErased(profiles: string[]): void {
  for (const id of profiles) lately.set(id, true);
}

/** Whether a profile was erased here a while ago; false says nothing. */
export const wasErased = (profile: string): boolean => lately.get(profile) === true;
