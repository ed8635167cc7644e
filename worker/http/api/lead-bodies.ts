import { z } from "@hono/zod-openapi";
import type { Action } from "../../sales/lead.ts";

const note = z.string().trim().max(1_000).optional().openapi({ description: "Kept with the lead." });
const cause = z.string().max(40).optional().openapi({
  description: "An id of `rejections` or `losses` in sales.yaml; has to be given where there are any.",
});
const amount = z.number().min(0).max(1e12).openapi({ example: 120_000 });
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "write a currency as three capitals: DKK")
  .openapi({ description: "A code of ISO 4217.", example: "DKK" });

export const Owner = z.string().min(1).max(40).openapi({ description: "An id of sales.yaml.", example: "mette" });

/** What each answer of sales tells. */
export const BODIES = {
  accept: z.strictObject({ note }),
  reject: z.strictObject({ cause, note }),
  won: z.strictObject({ amount, currency, note }),
  lost: z
    .strictObject({ cause, amount: amount.optional(), currency: currency.optional(), note })
    .refine((body) => (body.amount === undefined) === (body.currency === undefined), {
      path: ["currency"],
      message: "an amount needs a currency, and a currency an amount",
    }),
} satisfies Record<Action, z.ZodType>;
