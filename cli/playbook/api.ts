import { z } from "zod";
import { call, Refused, type Target } from "../target.ts";

const Published = z.object({
  revision: z.number(),
  publishedAt: z.union([z.string(), z.number()]).nullish(),
  document: z.record(z.string(), z.unknown()),
});
export type Published = z.infer<typeof Published>;

const Publishing = z.object({ revision: z.number(), created: z.boolean() });
export type Publishing = z.infer<typeof Publishing>;

/** Who publishes and why. */
interface Signed {
  by?: string | undefined;
  note?: string | undefined;
}

/** What the server takes, as JSON. */
const MOST_BYTES = 5 * 1024 * 1024;
const LONG = 60_000;

/** The playbook in force, or null when none was ever published. Throws {@link Refused}. */
export async function published(target: Target): Promise<Published | null> {
  try {
    return await call(target, "GET", "/playbook", Published);
  } catch (error) {
    if (error instanceof Refused && error.code === "not_found") return null;
    throw error;
  }
}

/** The playbook in force. Throws {@link Refused}, and an Error where none was ever published. */
export async function inForce(target: Target): Promise<Published> {
  const current = await published(target);
  if (current) return current;
  throw new Error(`No playbook is published at ${target.base}. Publish one: npm run playbook -- publish`);
}

/** Publishes a playbook; `files` are its texts by name. Throws {@link Refused}, its `details` the playbook's problems. */
export function publish(
  target: Target,
  publication: Signed & { document: unknown; files?: Record<string, string> },
): Promise<Publishing> {
  return call(target, "PUT", "/playbook", Publishing, sized(publication), LONG);
}

/** Publishes an earlier revision anew. Throws {@link Refused}. */
export function rollBack(target: Target, asked: Signed & { revision: number }): Promise<Publishing> {
  return call(target, "POST", "/playbook/rollback", Publishing, JSON.stringify(asked), LONG);
}

const Revision = z.object({
  revision: z.number(),
  publishedAt: z.string(),
  publishedBy: z.string().nullable(),
  note: z.string().nullable(),
  hasFiles: z.boolean(),
  people: z
    .object({ total: z.number(), done: z.number(), changed: z.number(), finishedAt: z.string().nullable() })
    .nullable(),
});
export type Revision = z.infer<typeof Revision>;

const Revisions = z.object({ revisions: z.array(Revision), next: z.string().nullable() });

/** What was published, newest first, up to `most`. */
export async function* revisions(target: Target, most: number): AsyncGenerator<Revision> {
  let cursor = "";
  for (let left = most; left > 0;) {
    const path = `/playbook/revisions?limit=${Math.min(left, 200)}${cursor}`;
    const part = await call(target, "GET", path, Revisions);
    yield* part.revisions;
    left -= part.revisions.length;
    if (part.next === null) return;
    cursor = `&cursor=${encodeURIComponent(part.next)}`;
  }
}

const Whole = z.object({
  revision: z.number(),
  document: z.record(z.string(), z.unknown()),
  files: z.record(z.string(), z.string()).nullable(),
});
export type Whole = z.infer<typeof Whole>;

/** One revision with its files. Throws {@link Refused}. */
export function revisionOf(target: Target, revision: number): Promise<Whole> {
  return call(target, "GET", `/playbook/revisions/${revision}`, Whole, undefined, LONG);
}

const Slice = z.object({
  revision: z.number(),
  created: z.boolean(),
  total: z.number(),
  looked: z.number(),
  changed: z.number(),
  changes: z.array(
    z.object({
      what: z.enum(["stage", "segment", "score", "lead"]),
      from: z.string().nullable(),
      to: z.string().nullable(),
      people: z.number(),
      examples: z.array(z.object({ id: z.string(), email: z.string().nullable() })),
    }),
  ),
  next: z.string().nullable(),
});
export type Slice = z.infer<typeof Slice>;

/** What publishing a document would change for a slice of the people. Throws {@link Refused}. */
export function previewSlice(target: Target, document: unknown, limit: number, cursor?: string): Promise<Slice> {
  return call(target, "POST", "/playbook/preview", Slice, sized({ document, limit, cursor }), LONG);
}

function sized(body: unknown): string {
  const text = JSON.stringify(body);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MOST_BYTES) return text;
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  throw new Error(`The playbook has ${megabytes} MB with its files; 5 MB is the most. Take out what is not needed.`);
}
