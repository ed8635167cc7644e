import { join, relative } from "node:path";
import { Refused } from "../target.ts";
import { check } from "./check.ts";
import { printable } from "./printable.ts";
import { type PlaybookFolder, type Problem, readPlaybook } from "./read.ts";

/** The folder that a command is about. */
export const folder = {
  type: "positional",
  description: "the playbook's folder",
  default: "example/playbook",
  required: false,
} as const;

/** Who publishes and why. */
export const signature = {
  by: { type: "string", description: "who publishes (default: git's user.name and user.email)" },
  note: { type: "string", description: "why, in a line; the history tells it" },
} as const;

/** Told at most: whoever has more mends these first. */
const MOST_TOLD = 100;

interface Given {
  args: Record<string, unknown> & { _: string[] };
  cmd: { args?: unknown };
}

/**
 * Runs a command. A user's mistake is told in a sentence; a stack trace would only hide it. An option that is not understood may be
 * one misspelt that would have kept something from being done, so nothing is done.
 */
export async function exitWith({ args, cmd }: Given, run: () => Promise<void>): Promise<void> {
  try {
    const options = Object.entries((cmd.args ?? {}) as Record<string, { type?: string }>);
    const known = new Set(options.flatMap(([name]) => [name, camel(name)]));
    const unknown = Object.keys(args).find((name) => name !== "_" && !known.has(name));
    if (unknown !== undefined) throw new Error(`There is no option --${unknown}; see --help.`);
    const places = options.filter(([, { type }]) => type === "positional").length;
    if (args._.length > places) throw new Error(`"${args._.at(-1)}" is one word too many; see --help.`);
    await run();
  } catch (error) {
    console.error(printable(error instanceof Error ? error.message : String(error)));
    if (error instanceof Refused)
      for (const { path, message } of error.details.slice(0, MOST_TOLD))
        console.error(printable(`  ${path.map(String).join(".")}  ${message}`));
    process.exitCode = 1;
  }
}

const camel = (name: string): string => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A folder that can be published; else what is wrong is told. */
export async function readChecked(path: string): Promise<PlaybookFolder | undefined> {
  const playbook = await readPlaybook(path);
  const problems = check(playbook);
  if (problems.length === 0) return playbook;
  report(path, problems);
  return undefined;
}

/** Runs what a server may refuse for mistakes in the playbook, and tells those by file and line. */
export async function located<T>(
  path: string,
  playbook: PlaybookFolder,
  run: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "playbook_invalid" || error.details.length === 0) throw error;
    const problems = error.details.map(({ path: keys, message }) => ({ ...playbook.locate(keys), message }));
    report(path, problems);
    return undefined;
  }
}

function report(path: string, problems: Problem[]): void {
  for (const { file, line, column, message, rule } of problems.slice(0, MOST_TOLD)) {
    const known = rule === undefined ? "" : `  [${rule}]`;
    console.error(printable(`${relative("", join(path, file))}:${line}:${column}  ${message}${known}`));
  }
  if (problems.length > MOST_TOLD) console.error(`… and ${problems.length - MOST_TOLD} more`);
  console.error(`\n${problems.length === 1 ? "1 problem" : `${problems.length} problems`}. Nothing was published.`);
  process.exitCode = 1;
}
