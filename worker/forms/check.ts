/** What is set, and what to tell whoever does not meet it, in their language. */
export type Limit<T> = [limit: T, message: string];

/** What an answer has to be: plain data, made by rules.ts and read by the server and the browser alike. */
export interface Rules {
  type: "text" | "textarea" | "email" | "tel" | "number" | "date" | "choice" | "multi" | "checkbox";
  /** Told of an answer that is none of this type. */
  message: string;
  /** Told where there is none; without it, none is needed. */
  required?: string;
  minLength?: Limit<number>;
  maxLength?: Limit<number>;
  /** A regular expression that the whole answer fits. */
  pattern?: Limit<string>;
  /** A number, or a day as 2026-11-30. */
  min?: Limit<number | string>;
  max?: Limit<number | string>;
  whole?: string;
  /** What stands before decimals where the visitor is from. */
  decimal?: "," | ".";
  options?: string[];
  /** So many of the options at most. */
  most?: Limit<number>;
}

/** Holds where the answer to another question of the form is one of these. */
export interface ShownIf {
  field: string;
  in: string[];
}

/** An answer as a browser has it; of several that were chosen, a list. */
export type Value = string | string[];

/**
 * What is wrong with an answer, in the visitor's language; null if nothing is. The browser's word on it, before anything is
 * sent; the server's is the schema of rules.ts, which comes to the same (a property test holds them equal).
 */
export function check(rules: Rules, value: Value): string | null {
  const { type, message } = rules;
  if (isEmpty(value)) return rules.required ?? null;
  if (type === "multi") return several(rules, chosen(value));
  if (Array.isArray(value) && value.length > 1) return message;
  const text = tidy(type, value);
  switch (type) {
    case "number":
      return range(rules, numberOf(text, rules.decimal));
    case "date":
      return range(rules, dayOf(text));
    case "choice":
      return rules.options?.includes(text) ? null : message;
    case "checkbox":
      return text === "yes" ? null : message;
    default:
      return written(rules, text);
  }
}

/** Whether a question is shown; one whose own question is not shown has no answer to look at. */
export function isShown(condition: ShownIf | undefined, answers: Readonly<Record<string, Value | undefined>>): boolean {
  if (!condition) return true;
  const value = Object.hasOwn(answers, condition.field) ? answers[condition.field] : undefined;
  return value !== undefined && chosen(value).some((one) => condition.in.includes(one));
}

/** Whether nothing was answered. */
export const isEmpty = (value: Value): boolean => chosen(value).length === 0;

/** An answer as it is looked at: one kind of line break, no space around it, and in a single line no more than one. */
export function tidy(type: Rules["type"], value: Value): string {
  const text = seen(String(value)).replace(/\r\n?/g, "\n");
  if (type === "email") return withAsciiDomain(text);
  return type === "textarea" || type === "choice" ? text : text.replace(/[\t\p{Zs}]+/gu, " ");
}

/** What was chosen, none of it empty: options have no comma, so one text may stand for several. */
export const chosen = (value: Value): string[] =>
  (Array.isArray(value) ? value : [value]).map(seen).filter((one) => one !== "");

/** What of a text is to be seen: without what turns the direction of writing, or has no width. */
const seen = (text: string): string => text.replace(/[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/g, "").trim();

/** A number as people write it, `1.234,5` or `1,234.5`; NaN for none. `decimal` decides what `1,234` is. */
export function numberOf(text: string, decimal: "," | "." = "."): number {
  const plain = text.replace(/[\s'’]/g, "").replace("−", "-");
  const grouping = decimal === "," ? "." : ",";
  const grouped = new RegExp(`^[+-]?\\d{1,3}(?:\\${grouping}\\d{3})+(?:\\${decimal}\\d+)?$`);
  if (grouped.test(plain)) return Number(plain.replaceAll(grouping, "").replace(decimal, "."));
  return /^[+-]?\d+(?:[.,]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : Number.NaN;
}

/** A day as 2026-11-30, written so or as 30.11.2026, 30-11-2026 or 30/11/2026; null for one that there is not. */
export function dayOf(text: string): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const [, d, m, y] = /^(\d{1,2})[-./] ?(\d{1,2})[-./] ?(\d{4})$/.exec(text) ?? [];
  const iso = year ? `${year}-${month}-${date}` : d && m ? `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` : "";
  const at = Date.parse(`${iso}T00:00:00Z`);
  return iso > "1000" && !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso) ? iso : null;
}

function written({ message, minLength, maxLength, pattern, type }: Rules, text: string): string | null {
  if ((type === "textarea" ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u).test(text)) return message;
  const { length } = Array.from(text);
  if (minLength && length < minLength[0]) return minLength[1];
  if (maxLength && length > maxLength[0]) return maxLength[1];
  return pattern && !fits(text, pattern[0]) ? pattern[1] : null;
}

/** An old browser does not know the flag `v`: then the server tells. */
function fits(text: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "v").test(text);
  } catch {
    return true;
  }
}

function range({ message, min, max, whole }: Rules, value: number | string | null): string | null {
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return message;
  if (whole !== undefined && !Number.isInteger(value)) return whole;
  if (min && value < min[0]) return min[1];
  if (max && value > max[0]) return max[1];
  return null;
}

function several({ message, options = [], most }: Rules, values: string[]): string | null {
  const all = values.flatMap((value) => chosen(value.split(",")));
  if (all.length === 0 || all.some((one) => !options.includes(one))) return message;
  return most && new Set(all).size > most[0] ? most[1] : null;
}

/** `søren@ærø.dk`: mail goes to the domain as browsers spell it, `xn--r-3fa9c.dk`. */
function withAsciiDomain(email: string): string {
  const at = email.lastIndexOf("@") + 1;
  const domain = email.slice(at);
  if (at === 0 || /^[\0-\x7F]*$/.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return email;
  try {
    return email.slice(0, at) + new URL(`http://${domain}`).hostname;
  } catch {
    return email;
  }
}
