import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Accounts } from "../../worker/playbook/accounts.ts";
import { Clusters } from "../../worker/playbook/clusters.ts";
import { Condition, CONDITIONS } from "../../worker/playbook/condition.ts";
import { Contents, Topics } from "../../worker/playbook/asking.ts";
import { Block } from "../../worker/playbook/content.ts";
import { Experiment } from "../../worker/playbook/experiment.ts";
import { Flow, Step, STEPS } from "../../worker/playbook/flow.ts";
import { Form } from "../../worker/playbook/form.ts";
import { Segment, Stage } from "../../worker/playbook/journey.ts";
import { EventMatch, Matcher } from "../../worker/playbook/matcher.ts";
import { Persona } from "../../worker/playbook/persona.ts";
import { Sales } from "../../worker/playbook/sales.ts";
import { Scoring } from "../../worker/playbook/scoring.ts";
import { Site } from "../../worker/playbook/site.ts";
import { Name, Text } from "../../worker/playbook/text.ts";
import { describe } from "./schema-words.ts";

export type Schema = Record<string, unknown>;

/** What each kind of file says. */
const FILES: Record<string, [schema: z.ZodType, description: string]> = {
  site: [Site, "The website, its languages, consent texts, pages, and what travels in the cookie."],
  scoring: [Scoring, "Points for behaviour and for fit, how they fade, ranks, grades and the matrix."],
  stages: [z.array(Stage).min(1).max(12), "The customer journey, in order."],
  segments: [z.record(Name, Segment), "Named groups that people enter and leave by themselves."],
  topics: [Topics, "What people may choose to get."],
  contents: [Contents, "Files and pages that only a form hands out."],
  companies: [Accounts, "Groups of companies, and roles in a purchase."],
  sales: [Sales, "Who is handed over to sales, and to whom."],
  personas: [z.record(Name, Persona), "Invented visitors to try the playbook on."],
  experiments: [z.record(Name, Experiment), "What is tried, and by which goal it is measured."],
  clusters: [Clusters, "How many groups of like readers are looked for."],
  form: [Form, "A form: fields in the order to ask, permissions, and what follows."],
  block: [Block, "Personal content: the first variant whose condition holds, else the default."],
  flow: [Flow, "Steps that somebody goes through."],
};

/** What is said in many places, and in itself. */
const SHARED: [name: string, schema: z.ZodType, written: () => Schema][] = [
  ["condition", Condition, () => ({ ...oneSubject(CONDITIONS), description: "A question with exactly one subject." })],
  ["step", Step, () => ({ ...oneSubject(STEPS), description: "One step of a flow." })],
  ["event", EventMatch, () => plain(EventMatch)],
  ["matcher", Matcher, () => plain(Matcher)],
  ["text", Text, () => plain(Text)],
];

/** The JSON Schema (draft 7, which editors know best) of each kind of file, by name. */
export function schemas(): Record<string, Schema> {
  const definitions = Object.fromEntries(SHARED.map(([name, , written]) => [name, written()]));
  const all: Record<string, Schema> = Object.fromEntries(
    Object.entries(FILES).map(([name, [schema, description]]) => [
      name,
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: `${name}.yaml`,
        description,
        ...plain(schema),
        definitions,
      },
    ]),
  );
  for (const [name, schema] of Object.entries(all)) describe(schema, name);
  return all;
}

/** Writes {@link schemas} into `.schemas` in a playbook's folder; returns their names. Throws where there is no such folder. */
export async function writeSchemas(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`There is no folder ${folder}. Name the playbook's folder.`);
  await mkdir(join(folder, ".schemas"), { recursive: true });
  const all = Object.entries(schemas());
  for (const [name, schema] of all)
    await writeFile(join(folder, ".schemas", `${name}.json`), `${JSON.stringify(schema, null, 1)}\n`);
  return all.map(([name]) => name);
}

/** A schema as it is written, with references to what is shared. */
function plain(schema: z.ZodType): Schema {
  const { $schema: _, ...written } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-07",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      const shared = SHARED.find(([, other]) => (zodSchema as unknown) === other && other !== schema);
      if (!shared) return;
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Schema)[key];
      jsonSchema.$ref = `#/definitions/${shared[0]}`;
    },
  });
  return written;
}

/** Of a node that says by its first word what it is. */
const oneSubject = (nodes: Record<string, z.ZodType>): Schema => ({
  type: "object",
  anyOf: Object.entries(nodes).map(([title, node]) => ({ title, ...plain(node) })),
});
