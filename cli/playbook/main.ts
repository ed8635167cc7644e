import "./color.ts";
import { join, relative } from "node:path";
import { defineCommand, runMain } from "citty";
import { stringify } from "yaml";
import { Refused, targetFrom } from "../target.ts";
import { publish, published } from "./api.ts";
import { check } from "./check.ts";
import { type PlaybookFolder, type Problem, readPlaybook } from "./read.ts";

const folder = {
  type: "positional",
  description: "the playbook's folder",
  default: "example/playbook",
  required: false,
} as const;

const checkCommand = defineCommand({
  meta: { name: "check", description: "say what is wrong in a playbook, by file and line" },
  args: { folder },
  run: ({ args }) => exitWith(async () => void (await readChecked(args.folder))),
});

const publishCommand = defineCommand({
  meta: {
    name: "publish",
    description: "check a playbook and put it in force at FODSPOR_URL, or at the running npm start",
  },
  args: { folder },
  run: ({ args }) =>
    exitWith(async () => {
      const playbook = await readChecked(args.folder);
      if (!playbook) return;
      const target = await targetFrom(process.env);
      try {
        const revision = await publish(target, playbook.document);
        console.log(`Revision ${revision} is in force at ${target.base}.`);
      } catch (error) {
        if (!(error instanceof Refused) || error.details.length === 0) throw error;
        report(
          args.folder,
          error.details.map(({ path, message }) => ({ ...playbook.locate(path), message })),
        );
      }
    }),
});

const showCommand = defineCommand({
  meta: {
    name: "show",
    description: "print the playbook that is in force at FODSPOR_URL, or at the running npm start",
  },
  run: () =>
    exitWith(async () => {
      const target = await targetFrom(process.env);
      const playbook = await published(target);
      if (!playbook)
        throw new Error(`No playbook is published at ${target.base}. Publish one: npm run playbook -- publish`);
      console.log(`# revision ${playbook.revision}\n${stringify(playbook.document)}`);
    }),
});

async function readChecked(path: string): Promise<PlaybookFolder | undefined> {
  const playbook = await readPlaybook(path);
  const problems = check(playbook);
  if (problems.length === 0) {
    console.log(`${path} is in order.`);
    return playbook;
  }
  report(path, problems);
  return undefined;
}

function report(path: string, problems: Problem[]): void {
  for (const { file, line, column, message } of problems) {
    console.error(`${relative("", join(path, file))}:${line}:${column}  ${message}`);
  }
  console.error(`\n${problems.length === 1 ? "1 problem" : `${problems.length} problems`}. Nothing was published.`);
  process.exitCode = 1;
}

/** A user's mistake is told in a sentence; a stack trace would only hide it. */
async function exitWith(run: () => Promise<void>): Promise<void> {
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

await runMain(
  defineCommand({
    meta: { name: "playbook", description: "check, publish and show what marketing decides" },
    subCommands: { check: checkCommand, publish: publishCommand, show: showCommand },
  }),
);
