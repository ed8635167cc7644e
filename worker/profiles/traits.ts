import type { Compiled } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";

export type Traits = Record<string, TraitValue>;

/** Two sets of traits as one; `newer` is the later word. The playbook says per trait who wins. */
export function mergeTraits(older: Traits, newer: Traits, playbook: Compiled): Traits {
  const merged: Traits = { ...older };
  for (const [name, value] of Object.entries(newer)) {
    const held = merged[name];
    const strategy = playbook.site.traits[name]?.merge ?? "latest";
    if (value === "" || (strategy === "oldest" && held !== undefined && held !== "")) continue;
    merged[name] = strategy === "add" && typeof held === "number" && typeof value === "number" ? held + value : value;
  }
  return merged;
}
