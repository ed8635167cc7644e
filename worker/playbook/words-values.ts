import type { Comparisons, Matcher } from "./matcher.ts";

const UNITS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
] as const;

/** Milliseconds as people say it: `14 days`, `1 hour`, `90 minutes`. */
export function durationInWords(ms: number): string {
  const [unit, name] = UNITS.find(([size]) => ms >= size && ms % size === 0) ?? UNITS.at(-1)!;
  const n = Math.round((ms / unit) * 10) / 10;
  return `${n} ${name}${n === 1 ? "" : "s"}`;
}

/** One or more names: `a, b or c`. */
export function listed(names: string | readonly string[], word = "or"): string {
  const all = [names].flat();
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} ${word} ${all.at(-1)}`;
}

/** What a value is compared with, as what is said of it: `is retail or wholesale`, `is at least 50`, `is known`. */
export function matcherInWords(matcher: Matcher): string {
  if (Array.isArray(matcher)) return `is ${oneOf(matcher)}`;
  if (typeof matcher !== "object") return `is ${String(matcher)}`;
  const said = Object.entries(SAYINGS).flatMap(([name, say]) => {
    const value = matcher[name as keyof Comparisons];
    return value === undefined ? [] : [say(value as never)];
  });
  return said.length === 0 ? "is anything" : said.join(" and ");
}

const oneOf = (values: readonly unknown[]): string => {
  const shown = values.slice(0, 8).map(String);
  return values.length > 8 ? `one of ${shown.join(", ")} and ${values.length - 8} more` : listed(shown);
};

const SAYINGS: { [K in keyof Comparisons]-?: (value: never) => string } = {
  exists: (is: boolean) => (is ? "is known" : "is not known"),
  eq: (value: unknown) => `is ${String(value)}`,
  in: (values: unknown[]) => `is ${oneOf(values)}`,
  gt: (n: number) => `is more than ${n}`,
  gte: (n: number) => `is at least ${n}`,
  lt: (n: number) => `is less than ${n}`,
  lte: (n: number) => `is at most ${n}`,
  contains: (text: string) => `contains "${text}"`,
  startsWith: (text: string) => `begins with "${text}"`,
};
