import { z } from "zod";
import { Block, Email, Form } from "./content.ts";
import { Segment, Stage } from "./journey.ts";
import { lint } from "./lint.ts";
import { Scoring } from "./scoring.ts";
import { Site } from "./site.ts";
import { Name } from "./text.ts";

const Document = z.strictObject({
  site: Site,
  scoring: Scoring,
  stages: z.array(Stage).min(1).max(12),
  segments: z.record(Name, Segment).default({}),
  forms: z.record(Name, Form).default({}),
  blocks: z.record(Name, Block).default({}),
  emails: z.record(Name, Email).default({}),
});
/** Everything a company decides, parsed: durations are milliseconds, defaults are filled in, names refer to something. */
export type Playbook = z.infer<typeof Document>;

/** The schema of a whole playbook: shape first, then the {@link lint} rules that look across files. */
export const Playbook = Document.superRefine((playbook, context) => {
  for (const problem of lint(playbook)) context.addIssue({ code: "custom", ...problem });
});
