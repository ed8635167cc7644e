import type { Compiled } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";

export type Traits = Record<string, TraitValue>;

/** Names a profile may have, so that no sender can make it grow for ever. */
const MOST_TRAITS = 200;

/**
 * Two sets of traits as one; `newer` is the later word. The playbook says per trait who wins. A profile that is full takes
 * new values, but no new names.
 */
export function mergeTraits(older: Traits, newer: Traits, playbook: Compiled): Traits {
  const merged: Traits = { ...older };
  let names = Object.keys(merged).length;
  for (const [name, value] of Object.entries(newer)) {
    const held = merged[name];
    const strategy = playbook.site.traits[name]?.merge ?? "latest";
    if (held === undefined && names >= MOST_TRAITS) continue;
    if (value === "" || (strategy === "oldest" && held !== undefined && held !== "")) continue;
    if (held === undefined) names++;
    merged[name] = strategy === "add" && typeof held === "number" && typeof value === "number" ? held + value : value;
  }
  return merged;
}

/** Traits as their owner put them right: that holds, however two values would become one otherwise; null takes one away. */
export function correctTraits(traits: Traits, corrected: Record<string, TraitValue | null>): Traits {
  const told = Object.entries({ ...traits, ...corrected }).filter(([, value]) => value !== null);
  return Object.fromEntries(told) as Traits;
}
