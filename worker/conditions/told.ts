import type { Event } from "../events/event.ts";
import { valueAt } from "./value.ts";

/** Of an event, what is kept of it, so that a question gets the same answer at once and years later. */
const KEPT = new Set([
  "page",
  "referrer",
  "campaign",
  "place",
  "device",
  "language",
  "properties",
  "consent",
  "permission",
]);

/** Where something asked of an event is kept: in its row's `name` or `type`, or under keys of its row's `data`. */
export type Kept = { column: "name" | "type"; keys: string[] } | { keys: string[] };

/**
 * Where a dotted path of an event is kept; null for what nothing may ask about: the answers of a form (the profile has them) and
 * the network (companies.md), which is looked up after the event was counted.
 */
export function keptAt(path: string): Kept | null {
  const [root, ...keys] = path.split(".");
  if (root === "name" || root === "type") return { column: root, keys };
  if (root === "submission") return keys[0] === "form" ? { keys } : null;
  if (root === "place" && keys[0] === "network") return null;
  return KEPT.has(root!) ? { keys: [root!, ...keys] } : null;
}

/** Reads a path of an event, as far as it is kept. The name of a form that was sent is the form. */
export function reader(path: string): (event: Event) => unknown {
  if (path === "name") return ({ name, submission }) => name ?? submission?.form;
  return keptAt(path) === null ? () => undefined : (event) => valueAt(event, path);
}
