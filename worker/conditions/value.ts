export type Scalar = string | number | boolean;

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

/** The plain values in a value: it itself, or the members of a list. */
export function scalarsIn(value: unknown): Scalar[] {
  return [value].flat().filter(isScalar);
}

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** A number, or a text that is written as one (`12`, `-0.5`); else NaN. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}
