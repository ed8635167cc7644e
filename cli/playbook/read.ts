import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { compileEmail, type EmailFile, readEmail } from "./email.ts";
import { parseYaml, type Path, type Position, type YamlSource } from "./source.ts";

/** Something to mend, and where. `file` is relative to the playbook's folder. */
export interface Problem extends Position {
  file: string;
  message: string;
}

/** A folder as the JSON document that is published, and the way back from its keys to file and line. */
export interface PlaybookFolder {
  document: Record<string, unknown>;
  /** What kept a file from being read. */
  problems: Problem[];
  locate(path: Path): Position & { file: string };
  /** Every text with Liquid in it. */
  templates(): Iterable<Template>;
}

/** A text with Liquid in it, the line of its file that it begins on, and how many columns its lines are indented. */
export interface Template {
  file: string;
  line: number;
  indent: number;
  text: string;
}

const NEEDED = ["site", "scoring", "stages"];
const PARTS = [...NEEDED, "segments", "sales", "companies", "personas", "experiments", "clusters"];
const FOLDERS = ["forms", "blocks", "flows"];
const EMAIL = /^([a-z][a-z0-9-]*)(?:\.([a-z]{2}(?:-[A-Z]{2})?))?\.md$/;

/** Reads a playbook's folder. Throws only when there is no such folder. */
export async function readPlaybook(folder: string): Promise<PlaybookFolder> {
  const files = (await list(folder)).filter((file) => !/(^|\/)(\.|README)/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const reading = new Reading();
  const emails: [id: string, locale: string | undefined, file: string, email: EmailFile][] = [];
  for (const [i, file] of files.entries()) {
    const text = (texts[i] ?? "").replaceAll("\r\n", "\n");
    const path = pathOf(file);
    const name = /^emails\/(.*)$/.exec(file)?.[1];
    const [, id, locale] = EMAIL.exec(name ?? "") ?? [];
    if (path) reading.yaml(path, file, text);
    else if (id) emails.push([id, locale, file, readEmail(text)]);
    else reading.problem(file, "no part of a playbook has this name; docs/playbook.md lists them all");
  }
  for (const part of NEEDED) {
    if (reading.document[part] === undefined && !files.includes(`${part}.yaml`))
      reading.problem(`${part}.yaml`, "this file is missing; copy it from example/playbook to begin with");
  }
  const site = reading.document["site"] as { name?: string; locales?: string[] } | undefined;
  for (const [id, locale, file, email] of emails) {
    reading.email(id, locale ?? site?.locales?.[0] ?? "en", file, email, site?.name ?? "", locale === undefined);
  }
  return reading;
}

class Reading implements PlaybookFolder {
  readonly document: Record<string, unknown> = {};
  readonly problems: Problem[] = [];
  readonly #yaml = new Map<string, { file: string; source: YamlSource }>();
  readonly #emails = new Map<string, { id: string; file: string; email: EmailFile }>();

  problem(file: string, message: string, position: Position = { line: 1, column: 1 }): void {
    this.problems.push({ file, ...position, message });
  }

  yaml(path: [string] | [string, string], file: string, text: string): void {
    const source = parseYaml(text);
    for (const { message, ...position } of source.errors) this.problem(file, message, position);
    this.#yaml.set(path.join("/"), { file, source });
    if (source.errors.length > 0) return;
    const [part, name] = path;
    if (name === undefined) this.document[part] = source.value;
    else this.#group(part)[name] = source.value;
  }

  email(id: string, locale: string, file: string, email: EmailFile, site: string, main: boolean): void {
    for (const { message, ...position } of email.problems) this.problem(file, message, position);
    const emails = this.#group("emails") as Record<string, { kind?: unknown; locales: Record<string, unknown> }>;
    const entry = (emails[id] ??= { locales: {} });
    if (main || entry.kind === undefined) entry.kind = email.kind;
    else if (email.kind !== undefined && email.kind !== entry.kind)
      this.problem(
        file,
        `kind is ${JSON.stringify(entry.kind)} in ${id}.md; say the same here or leave it out`,
        email.position(["kind"]),
      );
    entry.locales[locale] = compileEmail(email, locale, site);
    this.#emails.set(`${id}/${locale}`, { id, file, email });
  }

  #group(name: string): Record<string, unknown> {
    return (this.document[name] ??= {}) as Record<string, unknown>;
  }

  locate(path: Path): Position & { file: string } {
    const [part, name, , locale] = path.map(String);
    const letters = [...this.#emails.values()].filter(({ id }) => id === name);
    const letter = this.#emails.get(`${name}/${locale}`) ?? letters[0];
    if (part === "emails" && letter) {
      const { file, email } = letter;
      const key = String(path.at(-1));
      const inBody = key === "html" || key === "text";
      return { file, ...(inBody ? { line: email.bodyLine, column: 1 } : email.position([key])) };
    }
    for (const length of [2, 1]) {
      const found = this.#yaml.get(path.slice(0, length).map(String).join("/"));
      if (found) return { file: found.file, ...found.source.position(path.slice(length)) };
    }
    return { file: part ? `${part}.yaml` : "site.yaml", line: 1, column: 1 };
  }

  *templates(): Generator<Template> {
    for (const { file, email } of this.#emails.values()) {
      if (typeof email.subject === "string")
        yield { file, line: email.position(["subject"]).line, indent: 0, text: email.subject };
      yield { file, line: email.bodyLine, indent: 0, text: email.body };
    }
    for (const [name, block] of Object.entries(this.#group("blocks"))) {
      const { file, source } = this.#yaml.get(`blocks/${name}`)!;
      const variants = (block as { variants?: unknown[] } | null)?.variants;
      const places = (Array.isArray(variants) ? variants : []).map((_, i) => ["variants", i, "html"]);
      for (const path of [...places, ["default", "html"]]) {
        const html = source.text(path);
        if (html) yield { file, ...html };
      }
    }
  }
}

function pathOf(file: string): [string] | [string, string] | undefined {
  const [, folder, name] = /^(?:([a-z]+)\/)?([^/]+)\.ya?ml$/.exec(file) ?? [];
  if (name === undefined) return undefined;
  if (folder === undefined) return PARTS.includes(name) ? [name] : undefined;
  return FOLDERS.includes(folder) ? [folder, name] : undefined;
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new Error(`There is no folder ${folder}. Name the playbook's folder, for example example/playbook.`);
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .toSorted((a, b) => (a < b ? -1 : 1));
}
