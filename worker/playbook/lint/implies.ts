import type { Condition } from "../condition.ts";
import { isExact, only } from "./matchers.ts";

/** Conditions nested in each other can be compared in more ways than there is time for. */
const MOST_COMPARED = 2_000;

/** Whether `a` holds wherever `b` holds. True only where that is plain to see; false says nothing. */
export function implies(b: Condition, a: Condition): boolean {
  const budget = { left: MOST_COMPARED };
  const follows = (b: Condition, a: Condition): boolean => {
    if (--budget.left < 0) return false;
    if (JSON.stringify(a) === JSON.stringify(b)) return true;
    if ("all" in a) return a.all.every((child) => follows(b, child));
    if ("any" in b) return b.any.every((child) => follows(child, a));
    if ("any" in a && a.any.some((child) => follows(b, child))) return true;
    if ("all" in b && b.all.some((child) => follows(child, a))) return true;
    if ("not" in a && "not" in b) return follows(a.not, b.not);
    return isWithin(b, a);
  };
  return follows(b, a);
}

/** Of two plain questions about the same: fewer values, a narrower range, more times. */
function isWithin(b: Condition, a: Condition): boolean {
  if ("stage" in a && "stage" in b) {
    const wide = [a.stage].flat();
    const times = a.longerThan === undefined && a.shorterThan === undefined;
    return times && [b.stage].flat().every((stage) => wide.includes(stage));
  }
  if ("visits" in a && "visits" in b)
    return (
      (b.visits.gte ?? -Infinity) >= (a.visits.gte ?? -Infinity) &&
      (b.visits.lte ?? Infinity) <= (a.visits.lte ?? Infinity)
    );
  if ("interest" in a && "interest" in b) return a.interest === b.interest && b.atLeast >= a.atLeast;
  if ("inactive" in a && "inactive" in b) return b.inactive >= a.inactive;
  if ("did" in a && "did" in b) {
    if (a.asks !== "count" || b.asks !== "count" || b.atLeast < a.atLeast) return false;
    const { atLeast: _, key: _key, ...asked } = a;
    const { atLeast: _more, key: _other, ...other } = b;
    return JSON.stringify(asked) === JSON.stringify(other);
  }
  if ("trait" in a && "trait" in b) return a.trait === b.trait && isExact(a.is) && isSubset(only(b.is), only(a.is));
  for (const name of ["country", "region", "city", "language", "device"] as const) {
    const [x, y] = [a, b] as Partial<Record<string, Parameters<typeof only>[0]>>[];
    if (x?.[name] !== undefined && y?.[name] !== undefined)
      return isExact(x[name]) && isSubset(only(y[name]), only(x[name]));
  }
  return false;
}

function isSubset(few: Set<string> | undefined, many: Set<string> | undefined): boolean {
  return few !== undefined && many !== undefined && [...few].every((one) => many.has(one));
}
