import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineCommand } from "citty";
import { addForm } from "../add/form.ts";
import type { Plan } from "../add/plan.ts";
import { TEMPLATES } from "../add/templates.ts";
import { check } from "../check.ts";
import { exitWith } from "../command.ts";
import { printable } from "../printable.ts";
import { readPlaybook } from "../read.ts";

const USE = "npm run playbook -- add form <template> [name] --folder <playbook>";

export const addCommand = defineCommand({
  meta: { name: "add", description: "copy a form from a template, with its e-mails, topics and contents" },
  args: {
    what: { type: "positional", description: "form", required: false },
    template: { type: "positional", description: Object.keys(TEMPLATES).join(", "), required: false },
    name: { type: "positional", description: "what to call it (default: as the template)", required: false },
    where: { type: "positional", description: "the playbook's folder, as --folder", required: false },
    folder: { type: "string", description: "the playbook's folder (default: example/playbook)" },
    list: { type: "boolean", description: "tell which templates there are" },
  },
  run: (given) =>
    exitWith(given, async () => {
      const { what, template, list } = given.args;
      if (list || what === undefined || template === undefined) return tellTemplates();
      if (what !== "form") throw new Error(`There are templates of forms only: ${USE}`);
      const { name, folder } = placeOf(given.args);
      const added = await addForm(folder, template, name);
      await tell(folder, added.plan, template, added.name);
    }),
});

interface Words {
  name?: string;
  where?: string;
  folder?: string;
}

/** What to call it, and where: a word that is the folder of a playbook is that, also in the name's place. */
function placeOf({ name, where, folder }: Words): { name: string | undefined; folder: string } {
  const isFolder = name !== undefined && where === undefined && existsSync(join(name, "site.yaml"));
  const words = isFolder ? { name: undefined, where: name } : { name, where };
  if (folder !== undefined && words.where !== undefined) throw new Error(`There is one folder too many: ${USE}`);
  return { name: words.name, folder: folder ?? words.where ?? "example/playbook" };
}

function tellTemplates(): void {
  for (const [name, { about }] of Object.entries(TEMPLATES)) console.log(`${name.padEnd(20)}${about}`);
  console.log(`\n${USE}`);
}

async function tell(folder: string, { written, longer, kept }: Plan, template: string, name: string): Promise<void> {
  const say = (word: string, file: string, more = ""): void =>
    console.log(printable(`${word.padEnd(9)} ${join(folder, file)}${more}`));
  for (const file of Object.keys(written)) say("new", file);
  for (const [file, { names }] of Object.entries(longer)) say("added to", file, `: ${names.join(", ")}`);
  for (const { file, name: entry } of kept) say("unchanged", file, `: ${entry} is there already`);
  console.log(`\n${TEMPLATES[template]!.next}`);
  console.log(`Place it with <fodspor-form name="${name}"></fodspor-form>, make the words yours, and then`);
  console.log(printable(`  npm run playbook -- check ${folder}`));
  const problems = check(await readPlaybook(folder));
  if (problems.length > 0)
    console.log(
      `\nThe folder has ${problems.length === 1 ? "a problem" : `${problems.length} problems`} to mend: check tells where.`,
    );
}
