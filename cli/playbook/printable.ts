/** What would steer a terminal, or turn the order of what it shows around; lines may end. */
const UNPRINTABLE = /[^\P{Cc}\n]|[\u2028-\u202E\u2066-\u2069]/gu;

/** A text that others wrote, or that a server answered, as a terminal may show it. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, "\uFFFD");

/** A value with all its texts {@link printable}. */
export function allPrintable<T>(value: T): T {
  const mapped = (held: unknown): unknown => {
    if (typeof held === "string") return printable(held);
    if (Array.isArray(held)) return held.map(mapped);
    if (held === null || typeof held !== "object") return held;
    return Object.fromEntries(Object.entries(held).map(([name, one]) => [name, mapped(one)]));
  };
  return mapped(value) as T;
}
