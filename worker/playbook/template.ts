import { z } from "zod";
import { checkTemplate } from "../platform/liquid.ts";

/** A Liquid template of at most so many characters, refused with the parser's own words if it is broken. */
export function Template(most: number) {
  return z
    .string()
    .min(1)
    .max(most)
    .superRefine((template, context) => {
      const mistake = checkTemplate(template);
      if (mistake) context.addIssue({ code: "custom", message: mistake });
    });
}
