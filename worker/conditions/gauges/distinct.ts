import { SHORT_HASH, shortHash } from "../../lib/hash.ts";
import type { Did } from "../../playbook/index.ts";
import type { Counter } from "../../state/state.ts";
import { reader } from "../told.ts";
import { scalarsIn } from "../value.ts";
import { allTurn, type Gauge, inWindow, seconds } from "./gauge.ts";

type Distinct = Extract<Did, { asks: "distinct" }>;

/** How many different values: hashes run together, or in a window [hash, latest time] of the latest. */
export const distinct: Gauge<Distinct> = {
  add: (before, event, did) => {
    const hashes = scalarsIn(reader(did.of)(event)).map((value) => shortHash(String(value)));
    return isBounded(did)
      ? newest([...pairs(before), ...hashes.map((hash): Pair => [hash, seconds(event.at)])], did.atLeast)
      : union(text(before), hashes.join(""), did.atLeast);
  },
  holds: (counter, did, moment) =>
    (isBounded(did)
      ? pairs(counter).filter(([, at]) => inWindow(at, did, moment)).length
      : text(counter).length / SHORT_HASH) >= did.atLeast,
  changes: (counter, { within, atLeast }, now) => {
    if (within === undefined) return Number.POSITIVE_INFINITY;
    const times = pairs(counter).map(([, at]) => at);
    return allTurn(times, { atLeast, within }, now);
  },
  merge: (a, b, did) =>
    isBounded(did) ? newest([...pairs(a), ...pairs(b)], did.atLeast) : union(text(a), text(b), did.atLeast),
};

type Pair = [hash: string, at: number];

const isBounded = ({ within }: Distinct): boolean => within !== undefined;
const text = (counter: Counter | undefined): string => (typeof counter === "string" ? counter : "");
const pairs = (counter: Counter | undefined): Pair[] => (Array.isArray(counter) ? (counter as Pair[]) : []);

/** Each value at its latest time, the latest first. */
function newest(all: Pair[], most: number): Pair[] {
  const latest = new Map<string, number>();
  for (const [hash, at] of all) latest.set(hash, Math.max(at, latest.get(hash) ?? 0));
  return [...latest].toSorted(([x, a], [y, b]) => b - a || (x < y ? -1 : 1)).slice(0, most);
}

/** Hashes of `b` that `a` lacks are added, up to so many in all. */
export function union(a: string, b: string, most: number): string {
  let all = a;
  for (let i = 0; i < b.length && all.length < most * SHORT_HASH; i += SHORT_HASH) {
    const hash = b.slice(i, i + SHORT_HASH);
    if (!includes(all, hash)) all += hash;
  }
  return all;
}

/** Whether hashes run together have one among them. */
export function includes(hashes: string, hash: string): boolean {
  for (let i = 0; i < hashes.length; i += SHORT_HASH) if (hashes.startsWith(hash, i)) return true;
  return false;
}
