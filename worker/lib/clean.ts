/**
 * A JSON value whose names and texts every database and parser keeps: no NUL, no half a surrogate pair, and no `__proto__`,
 * which an assignment elsewhere would take for more than a name. The value must not be nested deeply.
 */
export function clean(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, held]): [string, unknown] => [cleanText(name), clean(held)]);
  return Object.fromEntries(entries.filter(([name]) => name !== "__proto__"));
}

const cleanText = (text: string): string => text.toWellFormed().replaceAll("\0", "");
