import { safe } from "./safe.ts";

/** What `localStorage` has under a key: null for nothing, undefined where the browser refuses. */
export const read = safe((key: string) => localStorage.getItem(key));

/** Writes (without a value: removes) a key; true if the value is kept now. */
export const write = safe((key: string, value?: string | null | false) => {
  if (!value) return localStorage.removeItem(key);
  localStorage.setItem(key, value);
  return true;
});

/** The value of a JSON text; undefined for what is none. */
export const parse = safe(JSON.parse as (text: unknown, reviver?: (key: string, value: unknown) => unknown) => unknown);
