import { defineCommand } from "citty";
import { targetFrom } from "../../target.ts";
import { inForce, revisionOf } from "../api.ts";
import { exitWith } from "../command.ts";
import { overwritten, unpublished, writeFiles } from "../pull.ts";
import { numberOf } from "./rollback.ts";

export const pullCommand = defineCommand({
  meta: { name: "pull", description: "write the files of a revision into a folder, as they were published" },
  args: {
    folder: { type: "positional", description: "where to", required: true },
    revision: { type: "string", description: "its number (default: the one in force)" },
    force: { type: "boolean", description: "also over files that were never published", default: false },
  },
  run: (given) =>
    exitWith(given, async () => {
      const { folder, revision: wanted, force } = given.args;
      const target = await targetFrom(process.env);
      const number = wanted === undefined ? (await inForce(target)).revision : numberOf(wanted);
      const { revision, files } = await revisionOf(target, number);
      if (files === null)
        throw new Error(
          `Revision ${revision} was published without its files; npm run playbook -- show prints its content.`,
        );
      const changes = await overwritten(folder, files);
      if (changes.length === 0) return console.log(`${folder} holds revision ${revision} already.`);
      const lost = force ? [] : await unpublished(target, folder, changes);
      if (lost.length > 0)
        throw new Error(
          [
            "These files were changed and never published; pulling would lose that:",
            ...lost.map((name) => `  ${folder}/${name}`),
            "Publish them, put them elsewhere, or add --force. Nothing was written.",
          ].join("\n"),
        );
      for (const { name, is } of changes) console.log(`${WORDS[is]}  ${folder}/${name}`);
      await writeFiles(folder, files, changes);
      console.log(`${folder} holds revision ${revision}.`);
    }),
});

const WORDS = { new: "new     ", other: "changed ", extra: "removed " } as const;
