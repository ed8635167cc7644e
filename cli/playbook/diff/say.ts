import { inLocale, type Text } from "../../../worker/playbook/index.ts";

/** Words of two texts, with what they share said once: `behaviour is at least 30 → 40 points`. */
export function arrow(before: string, after: string): string {
  const [a, b] = [before.split(" "), after.split(" ")];
  const shortest = Math.min(a.length, b.length);
  let first = 0;
  while (first < shortest && a[first] === b[first]) first++;
  let last = 0;
  while (last < shortest - first && a.at(-1 - last) === b.at(-1 - last)) last++;
  // What stands in brackets is said whole.
  while (last > 0 && !isBalanced(a.slice(a.length - last))) last--;
  while (first > 0 && !isBalanced(a.slice(0, first))) first--;
  const [was, is] = [a.slice(first, a.length - last), b.slice(first, b.length - last)];
  if (was.length === 0 || is.length === 0) return `${before} → ${after}`;
  return [...a.slice(0, first), ...was, "→", ...is, ...a.slice(a.length - last)].join(" ");
}

const isBalanced = (words: string[]): boolean =>
  words.join(" ").split("(").length === words.join(" ").split(")").length;

const MOST = 60;

/** Two texts, each quoted and short, where they begin to differ. */
export function textArrow(before: string, after: string): string {
  const [a, b] = [before, after].map((text) => text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()) as [string, string];
  if (a === b) return "spaces and lines";
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const from = a.length <= MOST && b.length <= MOST ? 0 : Math.max(0, a.lastIndexOf(" ", Math.max(0, same - 15)));
  return `${quoted(a, from)} → ${quoted(b, from)}`;
}

/** A text, quoted and short. */
export function quoted(text: string, from = 0): string {
  const all = text
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(from)
    .trim();
  return `"${from > 0 ? "… " : ""}${all.length > MOST ? `${all.slice(0, MOST).trimEnd()} …` : all}"`;
}

/** What a thing is called: its title, else the first of its other names. */
export function nameOf(thing: unknown, otherwise: string): string {
  if (thing === null || typeof thing !== "object") return otherwise;
  const { title, id, name, topic } = thing as { title?: Text; id?: string; name?: string; topic?: string };
  const told = title === undefined ? "" : inLocale(title, "en");
  return told || [id, name, topic].find((other) => typeof other === "string") || otherwise;
}

/** What tells the members of a list apart: an id, a number of pages, a rank. Undefined where nothing does. */
export function keyOf(item: unknown): string | undefined {
  if (item === null || typeof item !== "object") return undefined;
  const record = item as Record<string, unknown>;
  const key = ["id", "name", "topic", "value", "pages", "rank", "grade", "match", "countries"].find(
    (name) => record[name] !== undefined,
  );
  return key === undefined
    ? undefined
    : `${KEYED[key] ?? ""}${[record[key]].flat().join(", ")}${key === "pages" ? " pages" : ""}`;
}

const KEYED: Record<string, string> = { rank: "rank ", grade: "grade " };

const CALLED: Record<string, string> = {
  lasts: "time-out",
  enter: "entry",
  exit: "exit",
  halfLife: "half-life",
  fallBackWhen: "falls back when",
  fallBackTo: "falls back to",
  ask: "asked at a time",
  carry: "travels in the cookie",
  merge: "two values become",
  due: "answered by sales in",
  again: "again after",
  every: "looked for every",
  capPerDay: "cap per day",
  html: "content",
};

/** A key in words: `capPerDay` → `cap per day`. */
export const called = (key: string): string =>
  Object.hasOwn(CALLED, key) ? CALLED[key]! : key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
