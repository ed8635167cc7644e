import type { Event } from "../events/event.ts";
import { caseless } from "../lib/caseless.ts";
import { type Comparisons, type EventMatch, isEventType, type Matcher } from "../playbook/index.ts";
import { reader } from "./told.ts";
import { isScalar, numberOf, type Scalar } from "./value.ts";

type Test<T> = (value: T) => boolean;

/** Whether an event is one that `match` names: by its type, or by a custom event's name, which no type of ours has. */
export function matchesEvent(event: Event, match: EventMatch): boolean {
  const did =
    match.did === event.type || (event.type === "track" && match.did === event.name && !isEventType(match.did));
  return did && remembered(wheres, match, whereOf)(event);
}

/** A test is made once for each match of a playbook. */
const wheres = new WeakMap<object, Test<Event>>();

function remembered<K extends object, T>(known: WeakMap<object, Test<T>>, key: K, make: (key: K) => Test<T>): Test<T> {
  let test = known.get(key);
  if (!test) known.set(key, (test = make(key)));
  return test;
}

function whereOf({ where = {} }: EventMatch): Test<Event> {
  const tests = Object.entries(where).map(([path, matcher]): Test<Event> => {
    const test = testOf(matcher);
    const read = reader(path);
    return (event) => test(read(event));
  });
  return (event) => tests.every((test) => test(event));
}

/** Whether a value is what a matcher asks for. A list matches where one of its members does; text ignores case. */
export function testOf(matcher: Matcher): Test<unknown> {
  const { exists, ...want } = comparisonsOf(matcher);
  const asked = scalarTests(want);
  const holds: Test<unknown> = (value) => (Array.isArray(value) ? value.some(scalarHolds) : scalarHolds(value));
  const scalarHolds: Test<unknown> = (value) => isScalar(value) && asked.every((test) => test(value));
  if (exists === undefined) return holds;
  return (value) => {
    const isThere = value !== undefined && value !== null && value !== "";
    return isThere === exists && (!isThere || asked.length === 0 || holds(value));
  };
}

/** A matcher written out: a scalar is equal, a list one of. */
export function comparisonsOf(matcher: Matcher): Comparisons {
  if (typeof matcher !== "object") return { eq: matcher };
  return Array.isArray(matcher) ? { in: matcher } : matcher;
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
