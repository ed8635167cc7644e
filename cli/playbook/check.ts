import { Liquid } from "liquidjs";
import type { z } from "zod";
import { Playbook, PRE_TICKED } from "../../worker/playbook/index.ts";
import type { PlaybookFolder, Problem } from "./read.ts";
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
  const isBroken = new Set(broken.map(({ file, message }) => `${file} ${message}`));
  const told = [...shape.filter(({ file, message }) => !isBroken.has(`${file} ${message}`)), ...broken];
  // HTML and plain text are made of the same letter, and have the same mistakes.
  return sort([...new Map(told.map((problem) => [JSON.stringify(problem), problem])).values()]);
}

interface Told {
  path: Path;
  message: string;
  /** Which of docs/lint.md. */
  rule?: string;
}

/** zod's issue in words that a playbook's author understands. */
function explain(issue: z.core.$ZodIssue, document: unknown, base: Path = []): Told[] {
  const path = [...base, ...issue.path];
  const name = `"${String(path.at(-1) ?? "playbook")}"`;
  const missing = valueAt(document, path) === undefined;
  if (issue.code === "custom") {
    const rule: unknown = issue.params?.["rule"];
    return [{ path, message: issue.message, ...(typeof rule === "string" ? { rule } : {}) }];
  }
  if (missing) return [{ path, message: `${name} is missing` }];
  if (issue.code === "invalid_union") {
    const nearest = issue.errors.find((branch) =>
      branch.some((inner) => inner.path.length > 0 || inner.code !== "invalid_type"),
    );
    if (nearest) return nearest.flatMap((inner) => explain(inner, document, path));
    const kinds = issue.errors.flat().map((inner) => ("expected" in inner ? String(inner.expected) : ""));
    return [{ path, message: `${name} has to be: ${[...new Set(kinds)].filter(Boolean).join(" or ")}` }];
  }
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => {
      if (issue.message === PRE_TICKED) return { path: [...path, key], message: PRE_TICKED, rule: "pre-ticked-box" };
      return { path: [...path, key], message: `"${key}" is not known here; mend its spelling or remove it` };
    });
  const told = issue.code === "invalid_key" ? issue.issues.map((inner) => inner.message).join("; ") : issue.message;
  return [{ path, message: `${name}: ${told}` }];
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

function sort(problems: Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}
