import { z } from "zod";
import { Block, Email, Form } from "./content.ts";
import { Segment, Stage } from "./journey.ts";
import { Scoring } from "./scoring.ts";
import { Site } from "./site.ts";
import { Name } from "./text.ts";

/** The shape of a playbook; `playbook.ts` adds the rules that look across its files. */
export const Document = z.strictObject({
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
