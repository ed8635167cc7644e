import { Liquid } from "liquidjs";
import type { z } from "zod";
import { Playbook, PRE_TICKED } from "../../worker/playbook/index.ts";
import { renderText } from "../../worker/platform/liquid.ts";
import { nearest } from "../../worker/playbook/lint/near.ts";
import type { PlaybookFolder, Problem } from "./read.ts";
import { schemas } from "./schemas.ts";
import type { Path } from "./source.ts";

/** Everything wrong in a folder that was read, in the order of files and lines; empty when it can be published. */
export function check(folder: PlaybookFolder): Problem[] {
  // What was not read is missing in the document too; saying so twice would hide the cause.
  if (folder.problems.length > 0) return sort(folder.problems);
  const result = Playbook.safeParse(folder.document);
  const issues = result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, folder.document));
  const shape = issues.map(({ path, message, rule }) => ({
    ...folder.locate(path),
    message: message.replace(PLACE, ""),
    ...(rule === undefined ? {} : { rule }),
  }));
  const broken = [...templates(folder)];
  // The document's templates are made from the files'; the line in the file is the one to tell.
  const isBroken = new Set(broken.map(({ file, message }) => told(file, message)));
  const all = [...shape.filter(({ file, message }) => !isBroken.has(told(file, message))), ...broken];
  // HTML and plain text are made of the same letter, and have the same mistakes.
  return sort([...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()]);
}

/** A letter's Liquid is quoted with the HTML that its Markdown became, so a broken one is known by how its message begins and ends. */
const told = (file: string, message: string): string =>
  `${file} ${file.startsWith("emails/") ? message.replaceAll(/(?<=").*(?=")/gs, "") : message}`;

interface Told {
  path: Path;
  message: string;
  /** Which of docs/lint.md. */
  rule?: string;
}

/** zod's issue in words that a playbook's author understands. */
function explain(issue: z.core.$ZodIssue, document: unknown, base: Path = []): Told[] {
  const path = [...base, ...issue.path];
  const name = nameOf(path);
  const value = valueAt(document, path);
  if (issue.code === "custom") {
    const rule: unknown = issue.params?.["rule"];
    return [{ path, message: issue.message, ...(typeof rule === "string" ? { rule } : {}) }];
  }
  if (value === undefined) return [{ path, message: `${name} is missing` }];
  if (issue.code === "invalid_union") {
    const nearest = issue.errors.find((branch) =>
      branch.some((inner) => inner.path.length > 0 || inner.code !== "invalid_type"),
    );
    if (nearest) return nearest.flatMap((inner) => explain(inner, document, path));
    const kinds = issue.errors.flat().map((inner) => ("expected" in inner ? kind(inner.expected) : ""));
    const all = [...new Set(kinds)].filter(Boolean).join(" or ");
    return [{ path, message: `${name} has to be ${all}, not ${kindOf(value)}` }];
  }
  if (issue.code === "invalid_type")
    return [{ path, message: `${name} has to be ${kind(issue.expected)}, not ${kindOf(value)}` }];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => {
      if (issue.message === PRE_TICKED) return { path: [...path, key], message: PRE_TICKED, rule: "pre-ticked-box" };
      const known = keysKnown();
      const near = known.has(key) ? undefined : nearest(key, known);
      const mend = near === undefined ? "mend its spelling or remove it" : `did you mean "${near}"?`;
      return { path: [...path, key], message: `"${key}" is not known here; ${mend}` };
    });
  const told = issue.code === "invalid_key" ? issue.issues.map((inner) => inner.message).join("; ") : issue.message;
  return [{ path, message: `${name}: ${told}` }];
}

/** What a path leads to; of a list's item the list and which it is. */
function nameOf(path: Path): string {
  const last = path.findLastIndex((key) => typeof key === "string");
  const items = path.slice(last + 1).map((key) => `, number ${Number(key) + 1}`);
  return `"${String(path[last] ?? "playbook")}"${items.join("")}`;
}

const KINDS: Record<string, string> = {
  object: "names with values (name: value)",
  record: "names with values (name: value)",
  array: "a list (- …)",
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

const kind = (expected: string): string => KINDS[expected] ?? expected;

function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  return kind(Array.isArray(value) ? "array" : typeof value);
}

/** Every word that some file has before a colon, for one that is misspelt. */
function keysKnown(): Set<string> {
  const keys = new Set<string>();
  JSON.stringify(schemas(), (name, value: unknown) => {
    if (name === "properties") for (const key of Object.keys(value as object)) keys.add(key);
    return value;
  });
  return keys;
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], document);
}

/** Where Liquid says that something is, counted from the beginning of the template. */
const PLACE = /, line:\d+, col:\d+$/;

const liquid = new Liquid({ strictFilters: true });

/** Templates that do not parse. */
function* templates(folder: PlaybookFolder): Generator<Problem> {
  for (const { file, line, indent, text } of folder.templates()) {
    try {
      liquid.parse(text);
      const endless = goesOn(text);
      if (endless !== undefined) yield { file, line, column: 1 + indent, message: endless };
    } catch (error) {
      const { message, token } = error as Error & { token?: { getPosition(): number[] } };
      const [row = 1, column = 1] = token?.getPosition() ?? [];
      yield {
        file,
        line: line + row - 1,
        column: column + indent,
        message: message.replace(PLACE, ""),
      };
    }
  }
}

/** What the Worker would say of a template that goes on and on, whoever it is shown to. */
function goesOn(template: string): string | undefined {
  try {
    renderText(template, {});
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(PLACE, "") : "";
    return /limit exceeded|shorten its loops/.test(message)
      ? `this goes on and on (${message}); shorten it`
      : undefined;
  }
}

function sort(problems: Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}
