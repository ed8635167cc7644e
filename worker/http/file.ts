import type { Context } from "hono";
import { dayOf } from "../lib/day.ts";
import type { HttpEnv } from "./env.ts";

const TYPES = { csv: "text/csv; charset=utf-8; header=present", json: "application/json" };
/** What a file can be. */
export type Format = keyof typeof TYPES;

/** What is between the cells of CSV, by what it is called where it is asked for. */
export const SEPARATORS = { comma: ",", semicolon: ";" } as const;

/** An answer that a browser saves, named with the day it is made on: `engaged-2026-11-22.csv`. Nobody keeps a copy. */
export function fileOf(
  c: Context<HttpEnv>,
  body: string | ReadableStream<Uint8Array>,
  name: string,
  format: Format,
): Response {
  return c.body(body, 200, {
    "Content-Type": TYPES[format],
    "Content-Disposition": `attachment; filename="${name}-${dayOf(c.get("context").now)}.${format}"`,
    "Cache-Control": "no-store",
  });
}
