import { Buffer } from "node:buffer";
import { z } from "zod";
import { Refusal } from "../platform/errors.ts";

/** Which part of a list is wanted. `cursor` is what the page before it gave as `next`. */
export interface Page {
  limit: number;
  cursor?: string | undefined;
}

/** A part of a list, and where the next part begins; null at the end. */
export interface Part<T> {
  items: T[];
  next: string | null;
}

const Key = z
  .array(z.union([z.string().max(100), z.number()]))
  .min(1)
  .max(2);
export type Key = z.infer<typeof Key>;

/**
 * The key that a cursor holds: the place of the last row shown, so that a page costs the same however far down it is.
 * @throws Refusal `invalid_request` for what is no cursor of a list with `length` sort columns
 */
export function keyOf({ cursor }: Page, length: number): Key | null {
  if (cursor === undefined) return null;
  const key = Key.safeParse(parse(Buffer.from(cursor, "base64url").toString()));
  if (key.success && key.data.length === length) return key.data;
  throw new Refusal("invalid_request", "The cursor is not one that this list gave; leave it out to begin anew.", [
    { path: ["query", "cursor"], message: "not a cursor of this list" },
  ]);
}

/** Cuts rows, of which one more than `limit` was asked for, to a part. `key` is a row's place in the order. */
export function cut<R, T>(rows: R[], { limit }: Page, key: (row: R) => Key, view: (row: R) => T): Part<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(view),
    next: more ? Buffer.from(JSON.stringify(key(last))).toString("base64url") : null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
