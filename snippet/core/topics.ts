import { parse } from "./store.ts";

const MOST = 20;
const LONGEST = 40;
const DEEPEST = 9;

/** What the page says it is about, in meta tags and JSON-LD: lower case, each once. */
export function topics(): string[] {
  const found: unknown[] = [];
  for (const { content, text } of document.querySelectorAll<HTMLMetaElement & HTMLScriptElement>(
    "[name='fodspor:topics'],[property$=':tag'],[property$=':section'],[name=keywords],[type$='ld+json']",
  )) {
    found.push(content);
    parse(text, (key, value) => {
      // What schema.org calls it.
      if (/^(keywords|articleSection|about|category)$/.test(key)) found.push(value);
      return value;
    });
  }
  return [...new Set(found.flat(DEEPEST).flatMap(words))].filter(Boolean).slice(0, MOST);
}

/** The words in a text or in the name of a thing. */
function words(value: unknown): string[] {
  const text = ((value as { name?: unknown } | undefined)?.name || value) as Partial<string> | undefined;
  return (text?.split?.(/[,;>]/) || []).map((word) => word.trim().toLowerCase().slice(0, LONGEST));
}
