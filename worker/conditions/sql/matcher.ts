import { caseless } from "../../lib/caseless.ts";
import type { Matcher } from "../../playbook/index.ts";
import { comparisonsOf } from "../match.ts";
import { numberOf as numberIn, type Scalar } from "../value.ts";
import { all, constant, oneOf, type Writing } from "./binder.ts";
import { type Located, locate, type Place } from "./place.ts";
import { lowered, numberOf } from "./text.ts";

/** Whether the value at a place is what a matcher asks for, as match.ts has it. Never NULL. */
export function matches(place: Place, matcher: Matcher, writing: Writing): string {
  const { exists, ...want } = comparisonsOf(matcher);
  const located = locate(place, writing);
  const asked = scalarTests(want, located, writing);
  const holds = `EXISTS (SELECT 1 FROM ${scalars(located)}${asked.map((test) => ` AND ${test}`).join("")})`;
  if (exists === undefined) return holds;
  const type = `json_type(${located.doc}, ${located.path})`;
  const isThere = `(coalesce(${type}, 'null') <> 'null' AND ${located.doc} -> ${located.path} <> '""')`;
  if (!exists) return `NOT ${isThere}`;
  return asked.length === 0 ? isThere : `(${isThere} AND ${holds})`;
}

/** What holds of nothing at all. */
export const matchesNothing = (matcher: Matcher): boolean => comparisonsOf(matcher).exists === false;

/** The plain values at a place, as rows of `v`: it itself, or a list's members. To be followed by `AND …`. */
export const scalars = ({ doc, path }: Located): string =>
  `json_each(${doc}, ${path}) AS v WHERE json_type(${doc}, ${path}) <> 'object' AND v.type NOT IN ('null', 'array', 'object')`;

/** A row of {@link scalars} as JavaScript's `String` writes it: numbers as they stand in the document. */
export const textOf = ({ doc, path }: Located): string =>
  `CASE v.type WHEN 'text' THEN v.value WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE ` +
  `CASE json_type(${doc}, ${path}) WHEN 'array' THEN ${doc} -> ${path} -> v.key ELSE ${doc} -> ${path} END END`;

const NUMBER = numberOf("v.type", "v.value");
const COMPARED = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

function scalarTests(
  want: Omit<ReturnType<typeof comparisonsOf>, "exists">,
  located: Located,
  writing: Writing,
): string[] {
  const { eq, in: some, contains, startsWith } = want;
  const tests: string[] = [];
  if (eq !== undefined) tests.push(sameAs([eq], writing));
  if (some !== undefined) tests.push(sameAs(some, writing));
  for (const [name, operator] of Object.entries(COMPARED)) {
    const bound = want[name as keyof typeof COMPARED];
    if (bound !== undefined) tests.push(`${NUMBER} ${operator} ${writing.bind(bound)}`);
  }
  const position = (part: string): string =>
    `instr(${lowered(textOf(located), [caseless(part)], writing)}, ${writing.bind(caseless(part))})`;
  if (contains) tests.push(`${position(contains)} > 0`);
  if (startsWith) tests.push(`${position(startsWith)} = 1`);
  return tests;
}

/** Where one of the two is a number they are compared as numbers, else as text. */
function sameAs(wanted: Scalar[], writing: Writing): string {
  const numbers = wanted.filter((one) => typeof one === "number");
  const rest = wanted.filter((one) => typeof one !== "number");
  const texts = rest.map((one) => caseless(String(one)));
  const written = rest.map(numberIn).filter(Number.isFinite);
  const isNumber = "v.type IN ('integer', 'real')";
  const text = "CASE v.type WHEN 'text' THEN v.value ELSE iif(v.value, 'true', 'false') END";
  const tests = [
    ...(numbers.length > 0 ? [`${NUMBER} IN ${oneOf(numbers, writing)}`] : []),
    ...(written.length > 0 ? [all([isNumber, `CAST(v.value AS REAL) IN ${oneOf(written, writing)}`])] : []),
    ...(texts.length > 0
      ? [all([`NOT ${isNumber}`, `${lowered(text, texts, writing)} IN ${oneOf(texts, writing)}`])]
      : []),
  ];
  return tests.length === 0 ? constant(false) : `(${tests.join(" OR ")})`;
}
