import fc from "fast-check";

/** Texts that have broken somebody's software before. */
const TEXTS = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "x\udfff",
  "\u202e\u2066",
  "é😀漢",
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "' OR 1=1; DROP TABLE events; --",
  "{{ 7 | times: 7 }}{% if %}",
  "${7*7}",
  "%",
  "%00%ff%zz",
  "../../../etc/passwd",
  "\r\nset-cookie: a=b",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "NaN",
  "1e999",
  "-0",
  "2026-02-30T25:61:00Z",
  "+275760-09-13T00:00:00.000Z",
  "javascript:alert(1)",
  "https://",
  "https://user:secret@[::1]:99999/",
  "x".repeat(5_000),
  "😀".repeat(300),
];

export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);

const nested = (depth: number): unknown => {
  let value: unknown = "deep";
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { value };
  return value;
};

/** Any JSON value, of the wrong type more often than not. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: nastyText },
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1e308, 5e-324, 2 ** 53 + 2, Number.MIN_SAFE_INTEGER),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    [null],
    nested(20),
    nested(500),
    Array.from({ length: 300 }, () => "x"),
  ),
  fc.dictionary(nastyText, fc.oneof(nastyText, fc.double()), { maxKeys: 4 }),
  fc.array(nastyText, { maxLength: 4 }),
);

/** A record whose fields are good, nasty or missing: some good, so that it is looked into further than its first mistake. */
export function mostly<T extends Record<string, unknown>>(good: T, spoiled = 3): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(good);
  return fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...names), fc.oneof(nasty, fc.constant(undefined))), { maxLength: spoiled }),
      fc.array(fc.tuple(nastyText, nasty), { maxLength: 1 }),
    )
    .map(([changes, additions]) => Object.fromEntries([...Object.entries(good), ...changes, ...additions]));
}
