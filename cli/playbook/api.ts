import { z } from "zod";
import { call, Refused, type Target } from "../target.ts";

const Published = z.object({
  revision: z.number(),
  publishedAt: z.union([z.string(), z.number()]).nullish(),
  document: z.record(z.string(), z.unknown()),
});
export type Published = z.infer<typeof Published>;

/** The playbook in force, or null when none was ever published. Throws {@link Refused}. */
export async function published(target: Target): Promise<Published | null> {
  try {
    return await call(target, "GET", "/playbook", Published);
  } catch (error) {
    if (error instanceof Refused && error.code === "not_found") return null;
    throw error;
  }
}

/** Publishes a document and tells its revision. Throws {@link Refused}, its `details` the playbook's problems. */
export async function publish(target: Target, document: unknown): Promise<number> {
  const Answer = z.object({ revision: z.number() });
  const { revision } = await call(target, "PUT", "/playbook", Answer, JSON.stringify({ document }));
  return revision;
}
