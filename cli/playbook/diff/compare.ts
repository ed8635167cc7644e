import { isDeepStrictEqual } from "node:util";
import { type Condition, type EventMatch, inLocale, inWords, type Text } from "../../../worker/playbook/index.ts";
import { durationInWords } from "../../../worker/playbook/words-values.ts";
import { eventInWords } from "../../../worker/playbook/words.ts";
import { arrow, called, keyOf, nameOf, quoted, textArrow } from "./say.ts";

const CONDITIONS = ["when", "enter", "fallBackWhen", "exit", "waitFor", "if"];
const DURATIONS = [
  "lasts",
  "halfLife",
  "within",
  "due",
  "again",
  "every",
  "wait",
  "atMost",
  "ago",
  "validFor",
  "confirmWithin",
  "lapses",
  "unfinished",
  "events",
  "visitors",
  "inactive",
];
const POINTS = ["points", "cap", "capPerDay", "from"];
/** Lists whose order decides nothing. */
const UNORDERED = ["tiers", "grades", "ranks"];

/** Records of things that authors name. */
const NAMED = ["goals", "traits", "purposes"];

/** What changed from one value to another, each change a line. `at` is what the thing is called, `key` where it stands. */
export function* compare(before: unknown, after: unknown, at: string, key: string): Generator<string> {
  if (isDeepStrictEqual(before, after)) return;
  if (before === undefined) yield `${at}: new ${called(key)} ${valueOf(after, key)}`.trimEnd();
  else if (after === undefined) yield `${at}: no longer: ${called(key)} ${valueOf(before, key)}`.trimEnd();
  else if (isCondition(before, key) && isCondition(after, key)) yield* conditions(before, after, at, key);
  else if (isEvent(before) && isEvent(after) && key !== "did")
    yield `${at}: ${arrow(eventInWords(before), eventInWords(after))}`;
  else if (Array.isArray(before) && Array.isArray(after)) yield* lists(before, after, at, key);
  else if (isText(before) && isText(after) && typeof before !== typeof after)
    yield `${at}: ${called(key)} ${languages(before, after)}`;
  else if (isText(before) && isText(after) && isRecord(before) && isRecord(after))
    yield* records(before, after, `${at}, ${called(key)}`);
  else if (isRecord(before) && isRecord(after))
    yield* NAMED.includes(key) ? members(before, after, "", at) : records(before, after, at);
  else yield `${at}: ${scalars(before, after, key)}`;
}

/** Members by name: new ones, removed ones, and what changed in the others. `noun` is what one of them is called. */
export function* members(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  noun: string,
  under = "",
): Generator<string> {
  const title = (thing: unknown, name: string): string =>
    `${under && `${under}, `}${noun && `${noun} `}${nameOf(thing, name)}`;
  for (const [name, thing] of Object.entries(after)) {
    if (Object.hasOwn(before, name)) yield* compare(before[name], thing, title(before[name], name), name);
    else yield `new: ${title(thing, name)}${about(thing)}`;
  }
  for (const [name, thing] of Object.entries(before))
    if (!Object.hasOwn(after, name)) yield `removed: ${title(thing, name)}`;
}

/** Whether what both have stands in another order. */
export function* order(before: string[], after: string[], at = ""): Generator<string> {
  const [was, is] = [before.filter((name) => after.includes(name)), after.filter((name) => before.includes(name))];
  if (was.join("\n") !== is.join("\n")) yield `${at}another order: ${is.join(", ")}`;
}

function* conditions(before: Condition, after: Condition, at: string, key: string): Generator<string> {
  const label = key === "when" ? at : `${at}, ${called(key)}`;
  for (const group of ["all", "any"] as const) {
    if (!(group in before || group in after)) continue;
    const [was, is] = [partsOf(before, group), partsOf(after, group)];
    const gone = was.filter((one) => !is.some((other) => isDeepStrictEqual(one, other)));
    const come = is.filter((one) => !was.some((other) => isDeepStrictEqual(one, other)));
    if (gone.length === was.length || come.length === is.length) continue;
    if (gone.length === 1 && come.length === 1) yield `${label}: ${arrow(inWords(gone[0]!), inWords(come[0]!))}`;
    else {
      for (const one of come) yield `${label}: ${group === "all" ? "also asked" : "enough now"}: ${inWords(one)}`;
      for (const one of gone) yield `${label}: no longer ${group === "all" ? "asked" : "enough"}: ${inWords(one)}`;
      if (gone.length + come.length === 0) yield `${label}: its conditions in another order`;
    }
    return;
  }
  yield `${label}: ${arrow(inWords(before), inWords(after))}`;
}

const partsOf = (condition: Condition, group: "all" | "any"): Condition[] =>
  (condition as Partial<Record<string, Condition[]>>)[group] ?? [condition];

function* lists(before: unknown[], after: unknown[], at: string, key: string): Generator<string> {
  const named = [before, after].map((list) => {
    const keys = list.map(keyOf);
    const isNamed = keys.every((one) => one !== undefined) && new Set(keys).size === keys.length;
    return isNamed ? Object.fromEntries(list.map((item, i) => [keys[i]!, item])) : undefined;
  });
  const [was, is] = named;
  if (was && is && before.length + after.length > 0) {
    yield* members(was, is, "", at);
    if (!UNORDERED.includes(key)) yield* order(Object.keys(was), Object.keys(is), `${at}: `);
  } else if ([...before, ...after].every((item) => typeof item !== "object")) {
    const come = after.filter((item) => !before.includes(item));
    const gone = before.filter((item) => !after.includes(item));
    const parts = [
      ...(come.length ? [`now also ${come.join(", ")}`] : []),
      ...(gone.length ? [`no longer ${gone.join(", ")}`] : []),
    ];
    yield `${at}: ${called(key)} ${parts.join("; ") || `in another order: ${after.join(", ")}`}`;
  } else {
    const longest = Math.max(before.length, after.length);
    for (let i = 0; i < longest; i++) {
      const label = `${at}, ${called(key)} ${i + 1}`;
      if (i >= before.length) yield `${label}: new${about(after[i])}`;
      else if (i >= after.length) yield `${label}: removed`;
      else yield* compare(before[i], after[i], label, key);
    }
  }
}

function* records(before: Record<string, unknown>, after: Record<string, unknown>, at: string): Generator<string> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], after[name]];
    const isPlain =
      isText(is ?? was) || typeof (is ?? was) !== "object" || isCondition(is ?? was, name) || Array.isArray(is ?? was);
    const isNested = !isPlain && was !== undefined && is !== undefined && !isEvent(was);
    const isNamedList = Array.isArray(was) && Array.isArray(is) && typeof (is[0] ?? was[0]) === "object";
    yield* compare(was, is, isNested || (isNamedList && name !== "tiers") ? `${at}, ${called(name)}` : at, name);
  }
}

function languages(before: Text, after: Text): string {
  const [was, is] = [inLocale(before, "en"), inLocale(after, "en")];
  return was === is ? "in other languages" : textArrow(was, is);
}

function scalars(before: unknown, after: unknown, key: string): string {
  if (POINTS.includes(key) && typeof before === "number" && typeof after === "number")
    return `${key === "points" ? "" : `${called(key)} `}${before} → ${after} points`;
  if (typeof before === "string" && typeof after === "string" && /\s/.test(before + after))
    return `${called(key)} ${textArrow(before, after)}`;
  return `${called(key)} ${arrow(valueOf(before, key), valueOf(after, key))}`;
}

/** A value in a few words. */
function valueOf(value: unknown, key: string): string {
  if (typeof value === "number" && DURATIONS.includes(key)) return durationInWords(value);
  if (typeof value === "number" && POINTS.includes(key)) return inPoints(value);
  if (isCondition(value, key)) return `(${inWords(value)})`;
  if (isEvent(value)) return `(${eventInWords(value)})`;
  if (typeof value === "string") return /\s/.test(value) ? quoted(value) : value;
  if (Array.isArray(value)) return value.map((item) => keyOf(item) ?? valueOf(item, "")).join(", ");
  if (isText(value)) return quoted(inLocale(value, "en"));
  if (isRecord(value)) return "";
  return String(value);
}

/** What a new or removed thing is about. */
function about(thing: unknown): string {
  if (!isRecord(thing)) return typeof thing === "string" ? ` ${quoted(thing)}` : "";
  const { points, on, steps } = thing as { points?: unknown; on?: unknown; steps?: unknown };
  const key = CONDITIONS.find((name) => thing[name] !== undefined);
  const said = [
    ...(typeof points === "number" ? [inPoints(points)] : []),
    ...(isEvent(on) ? [`for who has ${eventInWords(on)}`] : []),
    ...(key !== undefined && isCondition(thing[key], key) ? [inWords(thing[key])] : []),
    ...(Array.isArray(steps) ? [`${steps.length} steps`] : []),
  ];
  return said.length === 0 ? "" : `: ${said.join(", ")}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isCondition = (value: unknown, key: string): value is Condition => CONDITIONS.includes(key) && isRecord(value);
const isEvent = (value: unknown): value is EventMatch =>
  isRecord(value) && typeof value["did"] === "string" && !("ago" in value);
/** Words in one language or more, at least one of them told as such. */
const isText = (value: unknown): value is Text =>
  typeof value === "string"
    ? /\s|^[A-Z]/.test(value)
    : isRecord(value) &&
      Object.keys(value).length > 0 &&
      Object.entries(value).every(
        ([locale, text]) => /^[a-z]{2}(-[A-Z]{2})?$/.test(locale) && typeof text === "string",
      );
const inPoints = (n: number): string => `${n} point${Math.abs(n) === 1 ? "" : "s"}`;
