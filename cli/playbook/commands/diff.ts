import { defineCommand } from "citty";
import { Document } from "../../../worker/playbook/document.ts";
import { Playbook } from "../../../worker/playbook/index.ts";
import { targetFrom } from "../../target.ts";
import { inForce } from "../api.ts";
import { exitWith, folder, located, readChecked } from "../command.ts";
import { differences } from "../diff/differences.ts";
import { tellPreview } from "../preview.ts";
import { printable } from "../printable.ts";

export const diffCommand = defineCommand({
  meta: { name: "diff", description: "tell in words what a playbook would change of the one in force" },
  args: {
    folder,
    people: { type: "boolean", description: "tell as well for how many people what would change", default: false },
  },
  run: (given) =>
    exitWith(given, async () => {
      const { folder: path, people } = given.args;
      const playbook = await readChecked(path);
      if (!playbook) return;
      const target = await targetFrom(process.env);
      const current = await inForce(target);
      const before = Document.safeParse(current.document);
      if (!before.success)
        throw new Error(
          `Revision ${current.revision}, in force at ${target.base}, is of an older kind; it cannot be compared.`,
        );
      const lines = differences(before.data, Playbook.parse(playbook.document));
      const same = `${path} says the same as revision ${current.revision}.`;
      console.log(lines.length === 0 ? same : printable(lines.join("\n")));
      if (people && lines.length > 0) {
        console.log("");
        await located(path, playbook, () => tellPreview(target, playbook.document));
      }
    }),
});
