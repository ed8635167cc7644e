import { defineCommand } from "citty";
import { exitWith, folder, readChecked } from "../command.ts";

export const checkCommand = defineCommand({
  meta: { name: "check", description: "say what is wrong in a playbook, by file and line" },
  args: { folder },
  run: (given) =>
    exitWith(given, async () => {
      if (await readChecked(given.args.folder)) console.log(`${given.args.folder} is in order.`);
    }),
});
