import { Document, type Playbook as Parsed } from "./document.ts";
import { lint } from "./lint/index.ts";

/** The schema of a whole playbook: shape first, then the {@link lint} rules that look across files; `params.rule` tells which. */
export const Playbook = Document.superRefine((playbook, context) => {
  for (const { rule, path, message } of lint(playbook))
    context.addIssue({ code: "custom", path, message, params: { rule } });
});
export type Playbook = Parsed;
