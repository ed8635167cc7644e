import { defineCommand } from "citty";
import { exitWith } from "../command.ts";
import { writeSchemas } from "../schemas.ts";

export const schemasCommand = defineCommand({
  meta: { name: "schemas", description: "write the JSON Schemas that let an editor complete a playbook's files" },
  args: { folder: { type: "positional", description: "the playbook's folder", required: true } },
  run: (given) =>
    exitWith(given, async () => {
      const { folder } = given.args;
      const names = await writeSchemas(folder);
      console.log(`${folder}/.schemas has ${names.length} schemas. A file names its own in its first line, such as`);
      console.log("# yaml-language-server: $schema=.schemas/site.json");
    }),
});
