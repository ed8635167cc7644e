import { z } from "@hono/zod-openapi";

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
