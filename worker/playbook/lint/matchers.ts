import { caseless } from "../../lib/caseless.ts";
import type { Condition } from "../condition.ts";
import type { Comparisons, Matcher } from "../matcher.ts";

type Scalar = string | number | boolean;

export const comparisons = (matcher: Matcher): Comparisons =>
  typeof matcher !== "object" ? { eq: matcher } : Array.isArray(matcher) ? { in: matcher } : matcher;

/** The values that a matcher names outright; none where it only compares. */
export function namedBy(matcher: Matcher): Scalar[] {
  const { eq, in: oneOf } = comparisons(matcher);
  return [...(eq === undefined ? [] : [eq]), ...(oneOf ?? [])];
}

/** The only values that can match, as text without regard to case; undefined for more than can be told. */
export function only(matcher: Matcher): Set<string> | undefined {
  const { eq, in: oneOf } = comparisons(matcher);
  const named = eq === undefined ? oneOf : [eq];
  return named && new Set(named.map((value) => caseless(String(value))));
}

/** Whether a matcher asks for nothing but the values it names. */
export function isExact(matcher: Matcher): boolean {
  const asked = Object.entries(comparisons(matcher)).filter(([, value]) => value !== undefined);
  return asked.length === 1 && (asked[0]![0] === "eq" || asked[0]![0] === "in");
}

/** Whether a value can be what a matcher asks for. */
export function fits(value: string, matcher: Matcher): boolean {
  const { contains, startsWith, gt, gte, lt, lte, exists } = comparisons(matcher);
  const text = caseless(value);
  const number = Number(value);
  return (
    exists !== false &&
    (only(matcher)?.has(text) ?? true) &&
    (contains === undefined || text.includes(caseless(contains))) &&
    (startsWith === undefined || text.startsWith(caseless(startsWith))) &&
    (gt === undefined || number > gt) &&
    (gte === undefined || number >= gte) &&
    (lt === undefined || number < lt) &&
    (lte === undefined || number <= lte)
  );
}

/** What no value can meet at once, in words; undefined if some can. */
export function contradiction(matcher: Matcher): string | undefined {
  const { exists, ...asked } = comparisons(matcher);
  if (exists === false && Object.values(asked).some((value) => value !== undefined))
    return '"exists: false" asks for no value, so leave the other comparisons out';
  const { eq, in: oneOf, gt, gte, lt, lte } = asked;
  const [low, high] = [Math.max(gt ?? -Infinity, gte ?? -Infinity), Math.min(lt ?? Infinity, lte ?? Infinity)];
  if (low > high || (low === high && (low === gt || high === lt)))
    return `no number is above ${low} and below ${high}; exchange the two`;
  if (eq !== undefined && oneOf !== undefined && !fits(String(eq), { in: oneOf }))
    return `"${eq}" is not one of those in "in"; leave one of the two out`;
  const named = namedBy(matcher);
  if (named.length > 0 && !named.some((value) => fits(String(value), { ...asked, eq: undefined, in: undefined })))
    return "no value that is named here meets the other comparisons; leave these out";
  return undefined;
}

/** Every comparison of a node with what it compares: `trait industry`, `page.class`. */
export function* matchersOf(node: Condition): Generator<[what: string, matcher: Matcher]> {
  if ("trait" in node) yield [`trait ${node.trait}`, node.is];
  for (const name of ["country", "region", "city", "language", "device"] as const) {
    const matcher = (node as Partial<Record<string, Matcher>>)[name];
    if (name in node && matcher !== undefined) yield [name, matcher];
  }
  for (const name of ["campaign", "page", "company"] as const) {
    const asked = (node as Partial<Record<string, Record<string, Matcher>>>)[name];
    if (asked !== undefined) for (const [key, matcher] of Object.entries(asked)) yield [`${name}.${key}`, matcher];
  }
}
