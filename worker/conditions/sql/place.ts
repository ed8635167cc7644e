import type { Writing } from "./binder.ts";

/** A value inside a JSON document: an SQL expression for the document, and the keys that lead to it. */
export interface Place {
  doc: string;
  keys: string[];
}

export interface Located {
  doc: string;
  /** An SQL expression for a JSON path. */
  path: string;
}

/** What a JSON path may quote as it is, in every version of SQLite. */
// oxlint-disable-next-line no-control-regex -- those are what must not be in it
const PLAIN = /^[^"\\\0-\x1f]+$/;

/** A place as SQLite's JSON functions take it. A key that no path can quote is looked for among all keys. */
export function locate({ doc, keys }: Place, writing: Writing): Located {
  let path = "$";
  let inner = doc;
  for (const key of keys) {
    if (PLAIN.test(key)) {
      path += `."${key}"`;
      continue;
    }
    const each = `json_each(${inner}, ${writing.bind(path)})`;
    // Only an object's members have keys of text.
    inner = `(SELECT CASE type WHEN 'text' THEN json_quote(value) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
      WHEN 'null' THEN 'null' ELSE value END FROM ${each} WHERE key = ${writing.bind(key)})`;
    path = "$";
  }
  return { doc: inner, path: writing.bind(path) };
}

/** The one value at a place: JSON's `true` is 1. */
export function valueOf(place: Place, writing: Writing): string {
  const { doc, path } = locate(place, writing);
  return `(${doc} ->> ${path})`;
}

/** Of the person's state, in a row of profiles called `p`. */
export const ofState = (...keys: string[]): Place => ({ doc: "p.state", keys });
