import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { defineCommand } from "citty";
import { exitWith } from "../command.ts";
import { writeSchemas } from "../schemas.ts";

const TEMPLATE = join(import.meta.dirname, "../template");

export const initCommand = defineCommand({
  meta: { name: "init", description: "begin a playbook: a small one, with comments, ready to be changed" },
  args: { folder: { type: "positional", description: "a new or empty folder", required: true } },
  run: (given) =>
    exitWith(given, async () => {
      const { folder } = given.args;
      const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw new Error(error.code === "ENOTDIR" ? `${folder} is a file. Name a new folder.` : error.message);
      });
      if (there.length > 0) throw new Error(`${folder} is not empty, and nothing is overwritten. Name a new folder.`);
      await mkdir(folder, { recursive: true });
      await cp(TEMPLATE, folder, { recursive: true });
      await writeSchemas(folder);
      console.log(`${folder} holds a small playbook. Begin with site.yaml: the website's name, address and pages. Then
  npm run playbook -- check ${folder}
  npm run playbook -- publish ${folder}
Editors that know JSON Schemas complete its files by what stands in .schemas.`);
    }),
});
