import { z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { parseJson } from "../../events/gate.ts";
import { Refusal } from "../../platform/errors.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";

/** Of a body with a playbook in it. */
export const MOST_BYTES = 5 * 1024 * 1024;
const MOST_FILES = 500;

export const RevisionNumber = z.number().int().min(1).max(1e9).openapi({ description: "Counts from 1.", example: 3 });

export const Document = z
  .record(z.string(), z.unknown())
  .openapi({ description: "The whole playbook; its folder compiled by the CLI." });

const Line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "one line, without control characters");

export const By = Line.max(120).openapi({ description: "Who does it, by their own word.", example: "Anna Holm" });
export const Note = Line.max(500).openapi({ description: "Why.", example: "Prices count for more" });

/** Names that lead nowhere but into the folder they are written to, on every system. */
const FILE = /^(?=.{1,200}$)[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*){0,3}$/;

export const Files = z
  .record(z.string(), z.string())
  .refine((files) => Object.keys(files).every((name) => FILE.test(name)), {
    message: "a file's name is relative, such as blocks/hero.yaml",
  })
  .refine((files) => Object.keys(files).length <= MOST_FILES, `at most ${MOST_FILES} files`)
  .openapi({ description: "The folder's files by name, word for word, so that they can be had back." });

/** Whom to tell of a revision and why it is there. */
export const Signed = z.object({ by: By.optional(), note: Note.optional() });

/**
 * A body read here and not by a route's validator: its size is limited, and its content type is of no matter.
 * @throws Refusal `body_too_large`, `invalid_json`, `invalid_request`
 */
export async function bodyOf<T>(c: HonoContext<HttpEnv>, schema: z.ZodType<T>, shape: string): Promise<T> {
  const body = schema.safeParse(parseJson(await readText(c, MOST_BYTES)));
  if (body.success) return body.data;
  const details = body.error.issues.slice(0, 20).map(({ path, message }) => ({ path: ["body", ...path], message }));
  const first = details[0]!;
  const where = first.path.slice(1).join(".");
  throw new Refusal("invalid_request", `The body is ${shape}. ${where && `${where}: `}${first.message}`, details);
}
