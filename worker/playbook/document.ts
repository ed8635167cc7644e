import { z } from "zod";
import { Accounts } from "./accounts.ts";
import { Clusters } from "./clusters.ts";
import { Contents, Topics } from "./asking.ts";
import { Block, Email } from "./content.ts";
import { Experiment } from "./experiment.ts";
import { Flow } from "./flow.ts";
import { Form } from "./form.ts";
import { Segment, Stage } from "./journey.ts";
import { Persona } from "./persona.ts";
import { Sales } from "./sales.ts";
import { Scoring } from "./scoring.ts";
import { Site } from "./site.ts";
import { Name } from "./text.ts";

/** On a website `<fodspor-form name="auto">` is any form that shows itself. */
const FormName = Name.refine(
  (name) => name !== "auto",
  '"auto" stands for any form that shows itself; choose another name',
);

/** The shape of a playbook; `playbook.ts` adds the rules that look across its files. */
export const Document = z.strictObject({
  site: Site,
  scoring: Scoring,
  stages: z.array(Stage).min(1).max(12),
  segments: z.record(Name, Segment).default({}),
  forms: z.record(FormName, Form).default({}),
  topics: Topics.default({}),
  contents: Contents.default({}),
  blocks: z.record(Name, Block).default({}),
  emails: z.record(Name, Email).default({}),
  flows: z.record(Name, Flow).default({}),
  experiments: z.record(Name, Experiment).default({}),
  personas: z.record(Name, Persona).default({}),
  companies: Accounts.default(() => Accounts.parse({})),
  sales: Sales.optional(),
  clusters: Clusters.optional(),
});
/** Everything a company decides, parsed: durations are milliseconds, defaults are filled in, names refer to something. */
export type Playbook = z.infer<typeof Document>;
