import { compileEmail, type EmailFile, readEmail } from "./email.ts";
import { filesOf } from "./files.ts";
import { parseYaml, type Path, type Position, type YamlSource } from "./source.ts";

/** Something to mend, and where. `file` is relative to the playbook's folder. */
export interface Problem extends Position {
  file: string;
  message: string;
  /** Which of docs/lint.md, if it is one of these. */
  rule?: string;
}

/** A folder as the JSON document that is published, and the way back from its keys to file and line. */
export interface PlaybookFolder {
  document: Record<string, unknown>;
  /** The texts it was made of, by file, as they were written. */
  files: Record<string, string>;
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
const PARTS = [
  ...NEEDED,
  "segments",
  "sales",
  "companies",
  "personas",
  "experiments",
  "clusters",
  "topics",
  "contents",
];
const FOLDERS = ["forms", "blocks", "flows"];
const EMAIL = /^([a-z][a-z0-9-]*)(?:\.([a-z]{2}(?:-[A-Z]{2})?))?\.md$/;

/** Reads a playbook's folder. Throws only when there is no such folder, or it is far too large to be one. */
export async function readPlaybook(folder: string): Promise<PlaybookFolder> {
  const reading = new Reading();
  const emails: [id: string, locale: string | undefined, file: string, email: EmailFile][] = [];
  for (const found of await filesOf(folder)) {
    const { name: file } = found;
    const path = pathOf(file);
    const [, id, locale] = EMAIL.exec(/^emails\/(.*)$/.exec(file)?.[1] ?? "") ?? [];
    if (!path && !id && "text" in found)
      reading.problem(file, "no part of a playbook has this name; docs/playbook.md lists them all");
    else if ("problem" in found) reading.unread(path, file, found.problem);
    else {
      reading.files[file] = found.text;
      const text = found.text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
      if (path) reading.yaml(path, file, text);
      else emails.push([id!, locale, file, readEmail(text)]);
    }
  }
  for (const part of NEEDED) {
    if (!reading.has(part))
      reading.problem(`${part}.yaml`, "this file is missing; copy it from example/playbook to begin with");
  }
  const site = reading.document["site"] as { name?: string; locales?: string[] } | null | undefined;
  const locales = Array.isArray(site?.locales) ? site.locales.map(String) : [];
  for (const [id, locale, file, email] of emails) {
    if (locale !== undefined && locales.length > 0 && !locales.includes(locale))
      reading.problem(
        file,
        `site.yaml has no language "${locale}" (locales: ${locales.join(", ")}); mend this file's name, or add it there`,
      );
    reading.email(id, locale ?? locales[0] ?? "en", file, email, String(site?.name ?? ""), locale === undefined);
  }
  const most = 5 * 1024 * 1024;
  if (Object.values(reading.files).reduce((sum, text) => sum + Buffer.byteLength(text), 0) > most)
    throw new Error(`The files of ${folder} have more than 5 MB, which is the most. Take out what is not needed.`);
  return reading;
}

class Reading implements PlaybookFolder {
  readonly document: Record<string, unknown> = {};
  readonly files: Record<string, string> = {};
  readonly problems: Problem[] = [];
  readonly #yaml = new Map<string, { file: string; source: YamlSource }>();
  readonly #emails = new Map<string, { id: string; file: string; email: EmailFile }>();

  problem(file: string, message: string, position: Position = { line: 1, column: 1 }): void {
    this.problems.push({ file, ...position, message });
  }

  /** Notes a file that could not be read. */
  unread(path: [string] | [string, string] | undefined, file: string, message: string): void {
    this.problem(file, message);
    if (path) this.#yaml.set(path.join("/"), { file, source: parseYaml("") });
  }

  /** Whether a part was there at all. */
  has(part: string): boolean {
    return this.#yaml.has(part);
  }

  yaml(path: [string] | [string, string], file: string, text: string): void {
    const twin = this.#yaml.get(path.join("/"));
    if (twin) return this.problem(file, `this is in ${twin.file} already; keep one of the two`);
    const source = parseYaml(text);
    for (const { message, ...position } of source.errors) this.problem(file, message, position);
    this.#yaml.set(path.join("/"), { file, source });
    if (source.errors.length > 0) return;
    const [part, name] = path;
    // A file in which everything is commented out says nothing, as one that is not there.
    if (source.value === null && (name !== undefined || NEEDED.includes(part)))
      this.problem(file, "this file says nothing; write its content, or take it from example/playbook");
    else if (source.value === null) return;
    else if (name === undefined) this.document[part] = source.value;
    else this.#group(part)[name] = source.value;
  }

  email(id: string, locale: string, file: string, email: EmailFile, site: string, main: boolean): void {
    for (const { message, ...position } of email.problems) this.problem(file, message, position);
    const emails = this.#group("emails") as Record<
      string,
      { kind?: unknown; topic?: unknown; locales: Record<string, unknown> }
    >;
    if (!Object.hasOwn(emails, id)) emails[id] = { locales: {} };
    const entry = emails[id]!;
    if (main || entry.kind === undefined) entry.kind = email.kind;
    else if (email.kind !== undefined && email.kind !== entry.kind)
      this.problem(
        file,
        `kind is ${JSON.stringify(entry.kind)} in ${id}.md; say the same here or leave it out`,
        email.position(["kind"]),
      );
    if (main && email.topic !== undefined) entry.topic = email.topic;
    else if (email.topic !== undefined && email.topic !== entry.topic)
      this.problem(
        file,
        `topic belongs into ${id}.md, for all languages; leave it out here`,
        email.position(["topic"]),
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
    for (const [name, block] of Object.entries((this.document["blocks"] ?? {}) as object)) {
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

/** Whether a file of this name is part of a playbook. */
export function isPart(file: string): boolean {
  return pathOf(file) !== undefined || (file.startsWith("emails/") && EMAIL.test(file.slice("emails/".length)));
}

function pathOf(file: string): [string] | [string, string] | undefined {
  const [, folder, name] = /^(?:([a-z]+)\/)?([a-z][a-z0-9-]*)\.ya?ml$/.exec(file) ?? [];
  if (name === undefined) return undefined;
  if (folder === undefined) return PARTS.includes(name) ? [name] : undefined;
  return FOLDERS.includes(folder) ? [folder, name] : undefined;
}
