import { readFile } from "node:fs/promises";
import { TRAIT_NAME } from "../../worker/imports/person-row.ts";
import { topicsOf } from "../../worker/imports/permission.ts";
import type { Compiled } from "../../worker/playbook/index.ts";
import { parseYaml } from "../playbook/source.ts";

/** Where a column's cells go. */
export type Destination =
  | { to: "email" | "userId" | "ignore" }
  | { to: "trait"; name: string }
  | { to: "company"; part: "name" | "domain" }
  | { to: "permission"; topic: string; part: string };

const PARTS = ["status", "at", "source", "text", "version", "ip", "url", "locale"];

/** A mapping file: which column goes where. Throws, naming the line, what cannot be used. */
export async function readMapping(path: string, playbook: Compiled): Promise<Map<string, Destination>> {
  const source = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === "ENOENT" ? `There is no mapping file ${path}.` : `${path} cannot be read (${error.code}).`,
    );
  });
  const yaml = parseYaml(source);
  const at = ({ line, column }: { line: number; column: number }): string => `${path}:${line}:${column}`;
  const problems = yaml.errors.map((error) => `${at(error)}  ${error.message}`);
  const value = yaml.value ?? {};
  if (problems.length === 0 && (typeof value !== "object" || Array.isArray(value)))
    problems.push(`${path}:1:1  write a line for each column: "Work e-mail": email`);
  const mapping = new Map<string, Destination>();
  for (const [column, told] of problems.length > 0 ? [] : Object.entries(value)) {
    const destination = typeof told === "string" ? destinationOf(told.trim(), playbook) : null;
    if (destination) mapping.set(column.trim(), destination);
    else problems.push(`${at(yaml.position([column]))}  ${quoted(column)}: ${ways(playbook)}`);
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return mapping;
}

/**
 * Where each column of a header goes: as mapped, else by its own name ("First name" is firstName). Throws all that is wrong with
 * the header, and how to mend it.
 */
export function destinationsOf(
  file: string,
  header: { line: number; cells: string[] },
  mapping: Map<string, Destination>,
  playbook: Compiled,
): Destination[] {
  const problems: string[] = [];
  const unmapped: string[] = [];
  const own = new Map(namesOf(playbook).map((name) => [bare(name), destinationOf(name, playbook)!]));
  const mapped = new Map([...mapping].map(([column, destination]) => [column.toLowerCase(), destination]));
  const destinations = header.cells.map((cell): Destination => {
    // Spreadsheets write columns that have neither a name nor cells.
    if (cell === "") return { to: "ignore" };
    const destination = mapped.get(cell.toLowerCase()) ?? own.get(bare(cell));
    if (!destination) unmapped.push(cell);
    return destination ?? { to: "ignore" };
  });
  if (unmapped.length > 0) problems.push(...advice(unmapped, playbook));
  for (const column of mapping.keys()) {
    if (!header.cells.some((cell) => cell.toLowerCase() === column.toLowerCase()))
      problems.push(`the mapping names a column ${quoted(column)} that the file does not have`);
  }
  const used = Map.groupBy(header.cells.entries(), ([index]) => JSON.stringify(destinations[index]));
  for (const [key, columns] of used) {
    if (columns.length > 1 && key !== JSON.stringify({ to: "ignore" }))
      problems.push(`these columns go to the same place: ${columns.map(([, cell]) => quoted(cell)).join(", ")}`);
  }
  if (!destinations.some(({ to }) => to === "email" || to === "userId"))
    problems.push("no column is an e-mail address (email) or your own id of a person (userId); map one");
  if (problems.length > 0) throw new Error(problems.map((problem) => `${file}:${header.line}  ${problem}`).join("\n"));
  return destinations;
}

/** What a mapping may say, as text: `email`, `company.name`, `permission.newsletter.at`, a trait's name. */
function destinationOf(told: string, playbook: Compiled): Destination | null {
  if (told === "email" || told === "userId" || told === "ignore") return { to: told };
  if (told === "company.name" || told === "company.domain")
    return { to: "company", part: told === "company.name" ? "name" : "domain" };
  const [, topic, part] = /^permission\.([^.]+)\.(\w+)$/.exec(told) ?? [];
  if (topic !== undefined && part !== undefined)
    return PARTS.includes(part) && topicsOf(playbook).has(topic) ? { to: "permission", topic, part } : null;
  return TRAIT_NAME.test(told) && !(told in Object.prototype) ? { to: "trait", name: told } : null;
}

/** All that a column may be called to be taken without a mapping. */
function namesOf(playbook: Compiled): string[] {
  const permissions = [...topicsOf(playbook)].flatMap((topic) => PARTS.map((part) => `permission.${topic}.${part}`));
  const traits = [...playbook.traits].filter((name) => name !== "email");
  return ["email", "userId", "company.name", "company.domain", ...traits, ...permissions];
}

/** Names are compared by their letters and digits. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, "");

/** A name out of a file as JSON and YAML write it: a terminal takes none of it for a command of its own. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(/[\p{Cc}\p{Cf}]/gu, (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
  );

function advice(unmapped: string[], playbook: Compiled): string[] {
  const lines = unmapped.map((column) => `    ${quoted(column)}: ignore`);
  const told = unmapped.map(quoted).join(", ");
  return [
    `no place is known for ${unmapped.length === 1 ? "the column" : "the columns"} ${told}.\n` +
      `  Say so in a file such as map.yaml and add --map map.yaml:\n${lines.join("\n")}\n  In the place of ignore: ${ways(playbook)}`,
  ];
}

function ways(playbook: Compiled): string {
  const topics = [...topicsOf(playbook)];
  const permission = topics.length > 0 ? `, permission.${topics[0]}.${PARTS.join("|")}` : "";
  const also = topics.length > 1 ? ` (or ${topics.slice(1).join(", ")})` : "";
  return `write email, userId, company.name, company.domain, ignore, a trait such as firstName${permission}${also}`;
}
