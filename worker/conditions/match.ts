import type { Event } from "../events/event.ts";
import type { Comparisons, EventMatch, Matcher } from "../playbook/index.ts";
import type { z } from "zod";

type Scalar = string | number | boolean;

/** Whether a value is what a matcher asks for. A list matches where one of its members does; text ignores case. */
export function matches(value: unknown, matcher: Matcher): boolean {
  if (Array.isArray(matcher)) return holds(value, { in: matcher });
  if (typeof matcher === "object") return holds(value, matcher);
  return holds(value, { eq: matcher });
}

/** Whether an event is one that `match` names: by its type, or by a custom event's name. */
export function matchesEvent(event: Event, match: EventMatch): boolean {
  const did = match.did === event.type || (event.type === "track" && match.did === event.name);
  if (!did) return false;
  return Object.entries(match.where ?? {}).every(([path, matcher]) => matches(valueAt(event, path), matcher));
}

/** The value at a dotted path (`page.class`, `properties.total`), or undefined. */
export function valueAt(object: unknown, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split(".")) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function holds(value: unknown, want: z.infer<typeof Comparisons>): boolean {
  if (want.exists !== undefined) {
    const exists = value !== undefined && value !== null && value !== "";
    if (exists !== want.exists) return false;
    if (!exists) return true;
  }
  const members = Array.isArray(value) ? value : [value];
  return members.some((member) => isScalar(member) && scalarHolds(member, want)) || onlyExists(want);
}

function onlyExists({ exists, ...rest }: z.infer<typeof Comparisons>): boolean {
  return exists === true && Object.keys(rest).length === 0;
}

function scalarHolds(value: Scalar, want: z.infer<typeof Comparisons>): boolean {
  const text = String(value).toLowerCase();
  const number = typeof value === "boolean" ? Number.NaN : Number(value);
  return (
    (want.eq === undefined || same(text, want.eq)) &&
    (want.in === undefined || want.in.some((one) => same(text, one))) &&
    (want.gt === undefined || number > want.gt) &&
    (want.gte === undefined || number >= want.gte) &&
    (want.lt === undefined || number < want.lt) &&
    (want.lte === undefined || number <= want.lte) &&
    (want.contains === undefined || text.includes(want.contains.toLowerCase())) &&
    (want.startsWith === undefined || text.startsWith(want.startsWith.toLowerCase()))
  );
}

const same = (text: string, wanted: Scalar): boolean => text === String(wanted).toLowerCase();

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
