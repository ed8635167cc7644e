import { z } from "zod";
import { Name, Text } from "./text.ts";

/** `experiments.yaml`: nothing is tried without saying beforehand what is expected, and by which goal it is measured. */
export const Experiment = z.strictObject({
  title: Text,
  hypothesis: z.string().min(20, "say what you expect and why, in a sentence").max(1_000),
  of: z.union([
    z.strictObject({ block: Name }),
    z.strictObject({ email: Name }),
    z.strictObject({ flow: Name }),
    z.strictObject({ form: Name }),
  ]),
  variants: z
    .array(z.strictObject({ name: Name, weight: z.number().int().min(1).max(100).default(1) }))
    .min(2)
    .max(6),
  goal: Name,
});
export type Experiment = z.infer<typeof Experiment>;
