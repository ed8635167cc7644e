import { caseless } from "../../lib/caseless.ts";
import type { Writing } from "./binder.ts";

/** So many replacements are written into one another; more go step by step, since SQLite's parser is not deep. */
const MOST_NESTED = 6;

/**
 * An SQL text without regard to case, as lib/caseless.ts has it, as far as comparing with these (caseless) texts goes. SQLite lowers
 * ASCII only; of the other letters only those that are looked for have to be.
 */
export function lowered(text: string, wanted: string[], writing: Writing): string {
  const letters = [...new Set(wanted.flatMap((one) => Array.from(one)))].filter((letter) => letter > "\x7f");
  const pairs = letters.flatMap((lower): [upper: string, lower: string][] => {
    const upper = lower.toUpperCase();
    return upper !== lower && caseless(upper) === lower ? [[upper, lower]] : [];
  });
  const replaced = (inner: string, some: typeof pairs): string =>
    some.reduce((sql, [upper, lower]) => `replace(${sql}, ${writing.bind(upper)}, ${writing.bind(lower)})`, inner);
  if (pairs.length <= MOST_NESTED) return replaced(`lower(${text})`, pairs);
  const steps = [`SELECT lower(${text}) AS t`];
  const name = writing.fresh("fold");
  for (let i = 0; i < pairs.length; i += MOST_NESTED)
    steps.push(`SELECT ${replaced("t", pairs.slice(i, i + MOST_NESTED))} AS t FROM ${name}_${steps.length - 1}`);
  const last = steps.pop()!;
  return `(WITH ${steps.map((sql, i) => `${name}_${i} AS (${sql})`).join(", ")} ${last})`;
}

/** Whether an SQL text is written as a number (numberOf in value.ts). */
const isNumber = (text: string): string =>
  `(ltrim(substr(${text}, 1, 1), '-') || substr(${text}, 2) NOT GLOB '*[^0-9.]*' AND ` +
  `ltrim(substr(${text}, 1, 1), '-') || substr(${text}, 2) GLOB '[0-9]*' AND ` +
  `${text} GLOB '*[0-9]' AND ${text} NOT GLOB '*.*.*')`;

/** The number that a value of a JSON type is, or is written as; NULL for none. */
export const numberOf = (type: string, value: string): string =>
  `CASE WHEN ${type} IN ('integer', 'real') OR (${type} = 'text' AND ${isNumber(value)}) THEN CAST(${value} AS REAL) END`;
