import type { Event } from "../events/event.ts";
import { caseless } from "../lib/caseless.ts";
import type { Comparisons, EventMatch, Matcher } from "../playbook/index.ts";

type Scalar = string | number | boolean;
type Test<T> = (value: T) => boolean;

/** Whether a value is what a matcher asks for. A list matches where one of its members does; text ignores case. */
export function matches(value: unknown, matcher: Matcher): boolean {
  return typeof matcher === "object" ? remembered(tests, matcher, testOf)(value) : testOf(matcher)(value);
}

/** Whether an event is one that `match` names: by its type, or by a custom event's name. */
export function matchesEvent(event: Event, match: EventMatch): boolean {
  const did = match.did === event.type || (event.type === "track" && match.did === event.name);
  return did && remembered(wheres, match, whereOf)(event);
}

/** The value at a dotted path (`page.class`, `properties.total`), or undefined. Nothing is looked for inside a list. */
export function valueAt(object: unknown, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split(".")) {
    if (value === null || typeof value !== "object" || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The plain values at a path: one, or the members of a list. */
export function scalarsAt(object: unknown, path: string): Scalar[] {
  return [valueAt(object, path)].flat().filter(isScalar);
}

/** A number, or a text that is written as one (`12`, `-0.5`); else NaN. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}

/** A test is made once for each matcher of a playbook. */
const tests = new WeakMap<object, Test<unknown>>();
const wheres = new WeakMap<object, Test<Event>>();

function remembered<K extends object, T>(known: WeakMap<object, Test<T>>, key: K, make: (key: K) => Test<T>): Test<T> {
  let test = known.get(key);
  if (!test) known.set(key, (test = make(key)));
  return test;
}

function whereOf({ where = {} }: EventMatch): Test<Event> {
  const tests = Object.entries(where).map(([path, matcher]): Test<Event> => {
    const test = testOf(matcher);
    return (event) => test(valueAt(event, path));
  });
  return (event) => tests.every((test) => test(event));
}

function testOf(matcher: Matcher): Test<unknown> {
  const { exists, ...want }: Comparisons =
    typeof matcher !== "object" ? { eq: matcher } : Array.isArray(matcher) ? { in: matcher } : matcher;
  const asked = scalarTests(want);
  const holds: Test<unknown> = (value) => (Array.isArray(value) ? value.some(scalarHolds) : scalarHolds(value));
  const scalarHolds: Test<unknown> = (value) => isScalar(value) && asked.every((test) => test(value));
  if (exists === undefined) return holds;
  return (value) => {
    const isThere = value !== undefined && value !== null && value !== "";
    return isThere === exists && (!isThere || asked.length === 0 || holds(value));
  };
}

function scalarTests({
  eq,
  in: oneOf,
  gt,
  gte,
  lt,
  lte,
  contains,
  startsWith,
}: Omit<Comparisons, "exists">): Test<Scalar>[] {
  const number =
    (is: Test<number>): Test<Scalar> =>
    (value) =>
      is(numberOf(value));
  const text =
    (is: Test<string>): Test<Scalar> =>
    (value) =>
      is(caseless(String(value)));
  const tests: Test<Scalar>[] = [];
  if (eq !== undefined) tests.push(sameAs(eq));
  if (oneOf !== undefined) {
    const any = oneOf.map(sameAs);
    tests.push((value) => any.some((test) => test(value)));
  }
  if (gt !== undefined) tests.push(number((n) => n > gt));
  if (gte !== undefined) tests.push(number((n) => n >= gte));
  if (lt !== undefined) tests.push(number((n) => n < lt));
  if (lte !== undefined) tests.push(number((n) => n <= lte));
  if (contains !== undefined) {
    const part = caseless(contains);
    tests.push(text((all) => all.includes(part)));
  }
  if (startsWith !== undefined) {
    const start = caseless(startsWith);
    tests.push(text((all) => all.startsWith(start)));
  }
  return tests;
}

/** Where one of the two is a number they are compared as numbers, else as text. */
function sameAs(wanted: Scalar): Test<Scalar> {
  const text = caseless(String(wanted));
  const number = numberOf(wanted);
  return (value) =>
    typeof value === "number" || typeof wanted === "number"
      ? numberOf(value) === number
      : caseless(String(value)) === text;
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
