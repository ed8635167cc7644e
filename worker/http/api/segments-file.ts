import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { dayOf } from "../../lib/day.ts";
import type { ExportOptions } from "../../reports/segment-export.ts";
import type { HttpEnv } from "../env.ts";

const MOST_TRAITS = 100;

/** Names of traits, as they are asked for: `industry,orders`. */
export const TraitList = z
  .string()
  .max(4_000)
  .optional()
  .transform((text) => text?.split(",").flatMap((name) => name.trim() || []))
  .refine((names) => names === undefined || names.length <= MOST_TRAITS, `at most ${MOST_TRAITS} traits`)
  .openapi({
    type: "string",
    description: "Traits wanted; all the playbook speaks of if left out.",
    example: "industry",
  });

/** What is between the cells of CSV, by what it is called where it is asked for. */
export const SEPARATORS = { comma: ",", semicolon: ";" } as const;

const TYPES = { csv: "text/csv; charset=utf-8; header=present", json: "application/json" };

/** A segment's file as an answer that a browser saves. */
export function fileOf(
  c: Context<HttpEnv>,
  body: ReadableStream<Uint8Array>,
  { segment, format }: ExportOptions,
  now: number,
): Response {
  return c.body(body, 200, {
    "Content-Type": TYPES[format],
    "Content-Disposition": `attachment; filename="${segment}-${dayOf(now)}.${format}"`,
    "Cache-Control": "no-store",
  });
}
