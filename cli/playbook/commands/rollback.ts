import { defineCommand } from "citty";
import { targetFrom } from "../../target.ts";
import { inForce, rollBack } from "../api.ts";
import { exitWith, signature } from "../command.ts";
import { signed } from "../signed.ts";
import { told } from "./publish.ts";

export const rollbackCommand = defineCommand({
  meta: { name: "rollback", description: "put an earlier revision in force again, as a new one" },
  args: {
    revision: { type: "positional", description: "its number (default: the one before)", required: false },
    ...signature,
  },
  run: (given) =>
    exitWith(given, async () => {
      const target = await targetFrom(process.env);
      const { revision: current } = await inForce(target);
      const revision = given.args.revision === undefined ? current - 1 : numberOf(given.args.revision);
      if (revision < 1) throw new Error(`Revision ${current} is the first; there is none before it.`);
      console.log(told(target, await rollBack(target, { revision, ...(await signed(given.args)) })));
    }),
});

/** A revision's number as it was written. */
export function numberOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Error(`"${text}" is no revision's number; npm run playbook -- history tells them.`);
  return Number(text);
}
