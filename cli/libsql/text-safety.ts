/**
 * The native engine aborts the whole process when it reads text that is not valid UTF-8, and cuts
 * text at a NUL. Neither can come from a client, whose text is a JavaScript string, but SQL can
 * make both: a cast from a blob, `char(0xD800)`, a JSON function that decodes a lone surrogate.
 */
const makesInvalidText = /\bchar\s*\(|\bunhex\s*\(|\bx'|\bformat\s*\(|\bprintf\s*\(|\\u(?:d[89a-f]|0000)/i;
const castsToText = /\bas\s+\w*(?:text|char|clob)/i;

/**
 * Whether a statement may make such text: by itself, or of a blob, of which a reading statement
 * may find some anywhere and a writing one is expected to get it as an argument.
 */
export function textRisk(sql: string): "none" | "from-blobs" | "any" {
  if (makesInvalidText.test(sql)) return "any";
  return castsToText.test(sql) ? "from-blobs" : "none";
}

/** True for an argument that makes what a statement stores unsafe to read as text. */
export function isUnsafeArgument(value: unknown, risk: "none" | "from-blobs" | "any"): boolean {
  if (typeof value === "string") return value.includes("\0");
  return value instanceof Uint8Array && risk === "from-blobs";
}

const lead = /^\s*[[{"]/;
const escape = /\\(?:u([0-9a-f]{4})(?:\\u(d[c-f][0-9a-f]{2}))?|.)/gi;

/**
 * Replaces unpaired surrogate escapes in a JSON text by U+FFFD, as `toWellFormed()` would have
 * before it was written. JSON functions would decode them into invalid UTF-8.
 */
export function repairJsonText(text: string): string {
  if (!/\\ud[89a-f]/i.test(text) || !lead.test(text)) return text;
  return text.replace(escape, (whole: string, first?: string, second?: string) => {
    if (first === undefined || (isHigh(first) && second !== undefined)) return whole;
    return (isSurrogate(first) ? replacement : `\\u${first}`) + (second ? replacement : "");
  });
}

const replacement = "\\ufffd";
const isSurrogate = (hex: string) => /^d[89a-f]/i.test(hex);
const isHigh = (hex: string) => /^d[89ab]/i.test(hex);

/**
 * Wraps a SELECT so that each of its columns comes as two: text as a blob, then whether it was
 * text. `decodeSafeRow` makes rows of them again.
 */
export function wrapForSafeText(sql: string, columns: number): string {
  const names = Array.from({ length: columns }, (_, index) => `c${index}`);
  const pairs = names.map((name) => `iif(typeof(${name})='text',cast(${name} as blob),${name}),typeof(${name})='text'`);
  return `with result(${names.join()}) as (${sql}\n) select ${pairs.join()} from result`;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function decodeSafeRow<T>(row: (T | Uint8Array)[]): (T | Uint8Array | string)[] {
  const values: (T | Uint8Array | string)[] = [];
  for (let index = 0; index < row.length; index += 2) {
    const value = row[index] as T | Uint8Array;
    const isText = Boolean(row[index + 1]);
    values.push(isText && value instanceof Uint8Array ? decoder.decode(value) : value);
  }
  return values;
}
