import { Document, type Playbook as Parsed } from "./document.ts";
import { lint } from "./lint.ts";

/** The schema of a whole playbook: shape first, then the {@link lint} rules that look across files. */
export const Playbook = Document.superRefine((playbook, context) => {
  for (const problem of lint(playbook)) context.addIssue({ code: "custom", ...problem });
});
export type Playbook = Parsed;
