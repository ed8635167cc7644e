import type { Compiled } from "../../playbook/index.ts";

/** SQLite takes 32,766 variables; beyond this a condition is no condition. */
const MOST_ARGS = 20_000;

/** A condition that no statement could hold; the message is for whoever wrote it. */
export class TooLarge extends Error {}

/** When and by which playbook a question is asked. */
export interface Asked {
  /** Epoch ms. */
  now: number;
  /** The site's own, where a person's is not known. */
  timeZone: string;
  /** What scores are worked out by; without it everybody's is that of nobody. */
  scoring?: Compiled["scoring"] | undefined;
}

/** What is being written: values stand in its arguments, never in its text. */
export interface Writing extends Asked {
  /** A value's place in the arguments, such as `?3`. */
  bind(value: string | number): string;
  /** A name that nothing else in the statement has. */
  fresh(prefix: string): string;
}

export function writing(asked: Asked): Writing & { args: (string | number)[] } {
  const places = new Map<string | number, string>();
  const args: (string | number)[] = [];
  let serial = 0;
  return {
    ...asked,
    args,
    fresh: (prefix) => `${prefix}${++serial}`,
    bind(value) {
      const known = places.get(value);
      if (known !== undefined) return known;
      if (args.push(value) > MOST_ARGS) throw new TooLarge("the condition compares with too many values; split it");
      const place = `?${args.length}`;
      places.set(value, place);
      return place;
    },
  };
}

/** The members of a list of numbers or of texts, as a set for `IN`. A large whole number is compared as JavaScript has it. */
export function oneOf(values: readonly (string | number)[], { bind }: Pick<Writing, "bind">): string {
  if (values.length === 1) return `(${bind(values[0]!)})`;
  const value = typeof values[0] === "number" ? "CAST(value AS REAL)" : "value";
  return `(SELECT ${value} FROM json_each(${bind(JSON.stringify(values))}))`;
}

/** Both a yes and a no, never unknown: SQL's third truth value would make `NOT` of nothing nothing. */
export const constant = (holds: boolean): string => (holds ? "1" : "0");

/** All of these at once. */
export const all = (parts: string[]): string => (parts.length === 0 ? "1" : parts.join(" AND "));
