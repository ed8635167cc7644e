import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { defineCommand } from "citty";
import { type Target, targetFrom } from "../../target.ts";
import { publish } from "../api.ts";
import { exitWith, folder, located, readChecked, signature } from "../command.ts";
import { tellPreview } from "../preview.ts";
import type { PlaybookFolder } from "../read.ts";
import { signed } from "../signed.ts";

export const publishCommand = defineCommand({
  meta: {
    name: "publish",
    description: "check a playbook and put it in force at FODSPOR_URL, or at the running npm start",
  },
  args: {
    folder,
    ...signature,
    preview: { type: "boolean", description: "first tell for how many people what would change", default: false },
    yes: { type: "boolean", description: "publish after --preview without asking", default: false },
  },
  run: (given) =>
    exitWith(given, async () => {
      const { folder: path, preview, yes } = given.args;
      const playbook = await readChecked(path);
      if (!playbook) return;
      const target = await targetFrom(process.env);
      if (preview && !(await located(path, playbook, () => isWanted(target, playbook, yes)))) return;
      const by = await signed(given.args);
      const { document, files } = playbook;
      const done = await located(path, playbook, () => publish(target, { document, files, ...by }));
      if (done) console.log(told(target, done));
    }),
});

/** What publishing came to, in a sentence. */
export function told({ base }: Target, { revision, created }: { revision: number; created: boolean }): string {
  return created
    ? `Revision ${revision} is in force at ${base}.`
    : `Nothing changed: revision ${revision}, in force at ${base}, says the same. Comments alone make no new revision.`;
}

async function isWanted(target: Target, { document }: PlaybookFolder, yes: boolean): Promise<boolean> {
  const isNew = await tellPreview(target, document);
  if (!isNew) return false;
  if (yes) return true;
  if (!process.stdin.isTTY) {
    console.log("Nothing was published. Add --yes to publish after the preview.");
    return false;
  }
  const questions = createInterface({ input: process.stdin, output: process.stdout });
  const closed = once(questions, "close").then(() => "");
  const answer = await Promise.race([questions.question("Publish it? [y/N] "), closed]);
  questions.close();
  if (/^y(es)?$/i.test(answer.trim())) return true;
  console.log("Nothing was published.");
  return false;
}
