import "../playbook/color.ts";
import { access, stat } from "node:fs/promises";
import { defineCommand, runMain } from "citty";
import { type Target, targetFrom } from "../target.ts";
import { playbookOf } from "./api.ts";
import { eventsOf } from "./events.ts";
import { readMapping } from "./mapping.ts";
import { fetchLists, PACKAGE } from "./package.ts";
import { peopleOf } from "./people.ts";
import { rangesOf } from "./ranges.ts";
import { type Outcome, run } from "./run.ts";
import type { Source } from "./source.ts";

const file = (description: string) => ({ type: "positional", description, required: true }) as const;
const shared = {
  "dry-run": { type: "boolean", description: "only say what would become of it", default: false },
  report: { type: "string", description: "write what was refused, with line numbers, into this CSV file" },
} as const;

const people = defineCommand({
  meta: { name: "people", description: "take people in from a CSV file, with their permissions" },
  args: {
    file: file("a CSV file whose first line names the columns"),
    map: { type: "string", description: "a YAML file that says what each column is" },
    ...shared,
  },
  run: ({ args }) =>
    exitWith(args, [...Object.keys(shared), "map"], async (target) => {
      const playbook = await playbookOf(target);
      const mapping = args.map === undefined ? new Map() : await readMapping(args.map, playbook);
      await take(target, await peopleOf(args.file, mapping, playbook), args);
    }),
});

const events = defineCommand({
  meta: { name: "events", description: "take in what happened in the past, from a JSONL file of Segment calls" },
  args: { file: file("a JSONL file: one call a line"), ...shared },
  run: ({ args }) =>
    exitWith(args, Object.keys(shared), async (target) => take(target, await eventsOf(args.file), args)),
});

const ipRanges = defineCommand({
  meta: { name: "ip-ranges", description: "take in which company a range of addresses belongs to" },
  args: {
    file: file("a CSV file (also .gz), or an npm package such as @ip-location-db/asn"),
    name: { type: "string", description: "the list's name: it replaces the one of that name (default: the file's)" },
    ...shared,
  },
  run: ({ args }) =>
    exitWith(args, [...Object.keys(shared), "name"], async (target) => {
      const isFile = await access(args.file).then(
        () => true,
        () => false,
      );
      if (isFile || /\.(csv|tsv|txt|gz)$/i.test(args.file) || !PACKAGE.test(args.file)) {
        const source = await rangesOf(args.name ?? args.file.replace(/^.*[/\\]/, ""), [args.file]);
        return take(target, source, args);
      }
      console.error(`Fetching ${args.file} with npm …`);
      const { paths, remove } = await fetchLists(args.file);
      try {
        await take(target, await rangesOf(args.name ?? args.file.replace(/(?<=.)@.*$/, ""), paths), args);
      } finally {
        await remove();
      }
    }),
});

async function take(
  target: Target,
  source: Source,
  args: { file: string; map?: string | undefined; "dry-run": boolean; report?: string | undefined },
): Promise<void> {
  const [report, ...read] = await Promise.all([args.report, args.file, args.map].map(identityOf));
  if (report !== undefined && read.includes(report))
    throw new Error(`--report ${args.report} is what is read; name another file, or it would be overwritten.`);
  const outcome = await run(target, source, { dryRun: args["dry-run"], report: args.report });
  console.log(summary(source, outcome, args["dry-run"]));
  if (outcome.refusedRows + outcome.refusedParts > 0) process.exitCode = 1;
}

/** Which file a path leads to, whatever it is called; nothing for one that is not there. */
async function identityOf(path: string | undefined): Promise<string | undefined> {
  const found = path === undefined ? undefined : await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.dev} ${found.ino}`;
}

function summary(source: Source, outcome: Outcome, dryRun: boolean): string {
  const { accepted, created, changed, refusedRows, refusedParts, seconds } = outcome;
  const same = accepted - created - changed;
  const figures: [number, string][] = [
    [created, "new"],
    [changed, "changed"],
    [same, source.kind === "people" ? "unchanged" : "known already"],
    [source.merged, source.merged === 1 ? "line merged" : "lines merged"],
    [refusedRows, "refused"],
    [refusedParts, "refused in part"],
  ];
  const told = figures.filter(([n], i) => n > 0 || i === 0).map(([n, what]) => `${n.toLocaleString("en")} ${what}`);
  const rest = dryRun ? "A dry run: nothing was taken in." : `${seconds.toFixed(1)} s.`;
  return `${source.name}: ${told.join(", ")}. ${rest}`;
}

/** A user's mistake is told in a sentence; a stack trace would only hide it. */
async function exitWith(
  args: Record<string, unknown> & { _: string[] },
  options: string[],
  work: (target: Target) => Promise<void>,
): Promise<void> {
  const unknown = Object.keys(args).find((name) => !["_", "file", "dryRun", ...options].includes(name));
  const isTold = unknown === undefined && args._.length === 1;
  await (isTold ? targetFrom(process.env).then(work) : Promise.reject(misread(unknown))).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

/** An option that is not understood may be a dry run misspelt. */
function misread(unknown: string | undefined): Error {
  return new Error(unknown === undefined ? "Name one file at a time." : `There is no option --${unknown}; see --help.`);
}

await runMain(
  defineCommand({
    meta: { name: "import", description: "take in people, past events, and who owns which addresses" },
    subCommands: { people, events, "ip-ranges": ipRanges },
  }),
);
