import { z } from "zod";
import { nearest } from "./lint/near.ts";

/**
 * The schema of a node that says by its first word what it is (`did: …`, `wait: …`): an unknown or missing subject is told by
 * name, and mistakes are told of the one subject that was meant. `nodes` may refer to the schema itself.
 */
export function bySubject<T>(what: string, nodes: () => Record<string, z.ZodType<T>>): z.ZodType<T> {
  return z.lazy(() =>
    z.unknown().transform((value, context): T => {
      const known = nodes();
      const keys = value !== null && typeof value === "object" ? Object.keys(value) : [];
      const subject = Object.keys(known).find((name) => keys.includes(name));
      if (subject === undefined) {
        const near = keys.map((key) => nearest(key, Object.keys(known))).find((name) => name !== undefined);
        const guess = near === undefined ? "" : `did you mean "${near}"? `;
        const all = Object.keys(known).join(", ");
        context.addIssue({ code: "custom", message: `${guess}${what} starts with one of: ${all}` });
        return z.NEVER;
      }
      const parsed = known[subject]!.safeParse(value);
      if (parsed.success) return parsed.data;
      for (const issue of parsed.error.issues) context.addIssue({ ...issue, path: issue.path });
      return z.NEVER;
    }),
  );
}
