import { z } from "@hono/zod-openapi";
import { type ErrorCode, Refusal } from "../../platform/errors.ts";
import { normalizeEmail } from "../../lib/email.ts";

const Failure = z
  .object({
    error: z.object({
      code: z.string().openapi({ description: "Stable: programs may rely on it.", example: "invalid_request" }),
      message: z.string().openapi({ description: "For people: says what to do.", example: "limit: at most 200" }),
      details: z.unknown().optional(),
    }),
  })
  .openapi("Error");

const MEANINGS = {
  invalid_request: [400, "A parameter or the body is not as described; `details` names it."],
  invalid_json: [400, "The body is not JSON."],
  unauthorized: [401, "The bearer token is missing or wrong."],
  not_found: [404, "There is none."],
  conflict: [409, "Not now: the message says what has to be done before, or instead."],
  body_too_large: [413, "The body is too large; the message tells how large it may be."],
  playbook_invalid: [422, "The playbook has mistakes, all of them told in `details`; nothing was published."],
  unavailable: [503, "The database does not answer; try again after `Retry-After` seconds."],
} satisfies Partial<Record<ErrorCode, [number, string]>>;

/** What a route answers: one good answer, and the refusals it may give beside those that every route may. */
export function answers<T extends z.ZodType>(schema: T, description: string, ...refusals: (keyof typeof MEANINGS)[]) {
  const failures: Record<number, object> = {};
  for (const code of ["invalid_request", "unauthorized", "unavailable", ...refusals] as const) {
    const [status, meaning] = MEANINGS[code];
    const example = { error: { code, message: meaning } };
    failures[status] ??= {
      description: `\`${code}\`: ${meaning}`,
      content: { "application/json": { schema: Failure, example } },
    };
  }
  return { 200: { description, content: { "application/json": { schema } } }, ...failures } as {
    200: { description: string; content: { "application/json": { schema: T } } };
  };
}

/** A part of a request to a route that is not typed by its schema, read as the others are. @throws Refusal `invalid_request` */
export function valid<T extends z.ZodType>(schema: T, value: unknown, where: "param" | "query"): z.infer<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw badRequest(where, read.error.issues);
}

/** What is wrong with a part of a request: all of it in `details`, the first in words. */
export function badRequest(where: string, issues: readonly { path: PropertyKey[]; message: string }[]): Refusal {
  const details = issues.map(({ path, message }) => ({ path: [where, ...path], message }));
  const [first] = issues;
  return new Refusal("invalid_request", `${first!.path.join(".")}: ${first!.message}`, details);
}

export const secured = { security: [{ bearer: [] }] };

/** Which part of a list. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ description: "How many at most." }),
  cursor: z.string().max(500).optional().openapi({ description: "`next` of the part before; left out for the first." }),
});

export const Next = z
  .string()
  .nullable()
  .openapi({ description: "`cursor` of the next part; null at the end.", example: null });

export const Id = z.uuid().toLowerCase().openapi({ example: "6f1f9d3a-8a52-4c1e-9f0b-0d8a5f3f9c11" });

/** An address as people write it, and as it is compared. */
export const EmailQuery = z
  .string()
  .min(3)
  .max(320)
  .transform(normalizeEmail)
  .openapi({ description: "Compared without regard to case.", example: "anna@nordvare.example" });

/** Which part of a list about addresses or people. */
export const ByEmail = PageQuery.extend({ email: EmailQuery.optional(), profile: Id.optional() });

/** A cell of the score's coordinate system. */
export const Cell = z
  .string()
  .regex(/^[A-D][1-4]$/, "grade and rank, such as B2")
  .openapi({ description: "Grade and rank, as decided last.", example: "B2" });

export const Time = z.iso.datetime().openapi({ example: "2026-11-22T09:00:00.000Z" });

/** Epoch ms as the API tells it. */
export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
