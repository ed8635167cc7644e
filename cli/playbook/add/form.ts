import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readPlaybook } from "../read.ts";
import { planForm, type Plan } from "./plan.ts";

/**
 * Copies a template's form into a playbook's folder: under a name, or under the template's own, with a number where that is taken.
 * Throws, with what to do, before anything is overwritten.
 */
export async function addForm(folder: string, template: string, given?: string): Promise<{ name: string; plan: Plan }> {
  const { files } = await readPlaybook(folder);
  if (!("site.yaml" in files))
    throw new Error(`${folder} is no playbook. Begin one: npm run playbook -- init ${folder}`);
  const name = given ?? freeName(files, template);
  const plan = await planForm(files, template, name);
  await carryOut(folder, plan);
  return { name, plan };
}

function freeName(files: Record<string, string>, template: string): string {
  const isTaken = (name: string): boolean => `forms/${name}.yaml` in files || `forms/${name}.yml` in files;
  let name = template;
  for (let n = 2; isTaken(name); n++) name = `${template}-${n}`;
  return name;
}

/** Writes what is new first, each only where nothing is: a file that appeared meanwhile stops it before anything was changed. */
async function carryOut(folder: string, { written, longer }: Plan): Promise<void> {
  for (const [file, text] of Object.entries(written)) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
  }
  for (const [file, { text }] of Object.entries(longer)) await writeFile(join(folder, file), text);
}
