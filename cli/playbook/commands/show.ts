import { defineCommand } from "citty";
import { stringify } from "yaml";
import { targetFrom } from "../../target.ts";
import { inForce } from "../api.ts";
import { exitWith } from "../command.ts";

export const showCommand = defineCommand({
  meta: {
    name: "show",
    description: "print the playbook that is in force at FODSPOR_URL, or at the running npm start",
  },
  run: (given) =>
    exitWith(given, async () => {
      const playbook = await inForce(await targetFrom(process.env));
      console.log(`# revision ${playbook.revision}\n${stringify(playbook.document)}`);
    }),
});
