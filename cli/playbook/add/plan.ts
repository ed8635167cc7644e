import { parse } from "yaml";
import { templateFiles, TEMPLATES } from "./templates.ts";

/** What copying a template does to a folder: files that are new, files that get more, and entries that were there before. */
export interface Plan {
  written: Record<string, string>;
  longer: Record<string, { text: string; names: string[] }>;
  kept: { file: string; name: string }[];
}

const NAME = /^[a-z][a-z0-9-]{0,23}$/;
const HEADS: Record<string, string> = {
  "topics.yaml":
    "# yaml-language-server: $schema=.schemas/topics.json\n# What people may choose to get, as the preference page shows it. New words, new version.\n",
  "contents.yaml":
    "# yaml-language-server: $schema=.schemas/contents.json\n# Files and pages that only a form hands out, by a link that expires (docs/contents.md).\n",
};

/**
 * What it takes to add a template's form under a name to a folder, of which `files` are there now. Throws, with what to do
 * instead, where something would be overwritten; nothing is done then.
 */
export async function planForm(files: Record<string, string>, template: string, name: string): Promise<Plan> {
  if (!Object.hasOwn(TEMPLATES, template))
    throw new Error(`There is no template "${template}". There are: ${Object.keys(TEMPLATES).join(", ")}.`);
  if (!NAME.test(name))
    throw new Error(`"${name}" is no name for a form: lower-case letters, digits and hyphens, at most 24.`);
  const plan: Plan = { written: {}, longer: {}, kept: [] };
  const locales = localesOf(files["site.yaml"]);
  for (const [within, text] of Object.entries(await templateFiles(template, name))) {
    if (within === "form.yaml") plan.written[`forms/${name}.yaml`] = text;
    else if (within.startsWith("emails/")) letter(plan, within, text, name, locales);
    else append(plan, within, text, files[within]);
  }
  const taken = Object.keys(plan.written).find((file) => file in files || file.replace(/\.yaml$/, ".yml") in files);
  if (taken !== undefined)
    throw new Error(
      `${taken} is there already, and nothing is overwritten. Give the new one another name: add form ${template} my-${name}`.slice(
        0,
        300,
      ),
    );
  return plan;
}

/** The languages of the site; the first has the file without one in its name. */
function localesOf(site: string | undefined): string[] {
  const { locales } = (parse(site ?? "") ?? {}) as { locales?: unknown };
  return Array.isArray(locales) && locales.length > 0 ? locales.map(String) : ["en"];
}

/** Of a letter those languages that the site has; English stands in for the first where there is none of it. */
function letter(plan: Plan, within: string, text: string, name: string, locales: string[]): void {
  const [, use, language] = /^emails\/(\w+)\.(\w+)\.md$/.exec(within)!;
  const [first = "en", ...others] = locales;
  const isIn = (locale: string): boolean => locale.slice(0, 2) === language;
  const stem = `emails/${name}-${use}`;
  if (isIn(first) || (language === "en" && !["en", "da"].includes(first.slice(0, 2))))
    plan.written[`${stem}.md`] = text;
  else if (others.some(isIn)) plan.written[`${stem}.${others.find(isIn)!}.md`] = text;
}

/** Entries at the end of a file: what stands there stays as it is, comments and all. */
function append(plan: Plan, file: string, text: string, before: string | undefined): void {
  const there = (parse(before ?? "") ?? {}) as Record<string, unknown>;
  const entries = text.split(/^(?=[a-z])/m).map((entry) => [/^[a-z][\w-]*/.exec(entry)![0], entry] as const);
  const missing = entries.filter(([name]) => !Object.hasOwn(there, name));
  for (const [name] of entries) if (Object.hasOwn(there, name)) plan.kept.push({ file, name });
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name);
  const head = before === undefined ? HEADS[file]! : before.replace(/\n*$/, "\n");
  const joined = `${head}\n${missing.map(([, entry]) => entry).join("\n")}`;
  if (!holds(joined, [...Object.keys(there), ...names]))
    throw new Error(
      `${file} cannot be added to as it is written. Write its entries below one another, without braces around all.`,
    );
  plan.longer[file] = { text: joined, names };
}

function holds(text: string, names: string[]): boolean {
  try {
    const read = parse(text) as Record<string, unknown> | null;
    return names.every((name) => Object.hasOwn(read ?? {}, name));
  } catch {
    return false;
  }
}
