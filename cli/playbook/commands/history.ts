import { defineCommand } from "citty";
import { targetFrom } from "../../target.ts";
import { type Revision, revisions } from "../api.ts";
import { exitWith } from "../command.ts";
import { printable } from "../printable.ts";

export const historyCommand = defineCommand({
  meta: { name: "history", description: "tell what was published, when, by whom and why, newest first" },
  args: { limit: { type: "string", description: "how many revisions at most", default: "50" } },
  run: (given) =>
    exitWith(given, async () => {
      const limit = Number(given.args.limit);
      if (!Number.isInteger(limit) || limit < 1) throw new Error("--limit is a whole number, such as --limit 50");
      const target = await targetFrom(process.env);
      let told = 0;
      for await (const revision of revisions(target, limit)) {
        console.log(printable(lines(revision, told === 0)));
        told++;
      }
      if (told === 0) throw new Error(`Nothing is published at ${target.base}: npm run playbook -- publish`);
    }),
});

function lines({ revision, publishedAt, publishedBy, note, people, hasFiles }: Revision, isInForce: boolean): string {
  const about = [
    publishedAt.replace("T", " ").replace(/:\d\d\..*$/, " UTC"),
    publishedBy === null ? [] : `by ${publishedBy}`,
    isInForce ? "in force" : [],
    hasFiles ? [] : "without files",
  ].flat();
  return [`${revision}  ${about.join(", ")}`, ...(note === null ? [] : [`   ${note}`]), `   ${brought(people)}`].join(
    "\n",
  );
}

function brought(people: Revision["people"]): string {
  if (people === null) return "how many people came to it was not noted";
  const { total, done, changed, finishedAt } = people;
  const n = (count: number): string => count.toLocaleString("en");
  const sum = `${n(done)} of ${n(total)} people brought to it, ${n(changed)} of them changed`;
  return finishedAt === null && done < total ? `${sum}; not finished yet` : sum;
}
