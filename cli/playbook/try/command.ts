import { defineCommand } from "citty";
import { chooseLocale } from "../../../worker/lib/language.ts";
import { compile, Playbook } from "../../../worker/playbook/index.ts";
import { targetFrom } from "../../target.ts";
import { exitWith, readChecked } from "../command.ts";
import { allPrintable } from "../printable.ts";
import { argumentsOf, isId, timeOf } from "./arguments.ts";
import { compare } from "./compare.ts";
import { tryPersonas } from "./personas.ts";
import { print } from "./print.ts";
import { tryProfile } from "./profile.ts";
import { table } from "./table.ts";

const FOLDER = "example/playbook";

/** `playbook try [PERSONA|profile id] [URL] [folder]`: nothing is published, and nobody's data changes. */
export const tryCommand = defineCommand({
  meta: {
    name: "try",
    description:
      "show what a playbook would do: try PERSONA URL [folder]; without PERSONA all of them; a profile's id replays a real person",
  },
  args: {
    persona: { type: "positional", description: "a persona's name, or a person's id", required: false },
    page: { type: "positional", description: "what begins with / or http, such as /pricing/", required: false },
    folder: { type: "positional", description: `the playbook's folder (default: ${FOLDER})`, required: false },
    at: { type: "string", description: "the time to try at, such as 2026-12-01T09:00:00Z; now if left out" },
    locale: { type: "string", description: "the visitor's language, such as da" },
    json: { type: "boolean", description: "print JSON, for programs", default: false },
  },
  run: (given) => exitWith(given, () => run(given.args._, given.args)),
});

async function run(
  given: string[],
  { at, locale, json }: { at?: string; locale?: string; json: boolean },
): Promise<void> {
  const { who, url, folder } = argumentsOf(given, FOLDER);
  const now = timeOf(at);
  const read = await readChecked(folder);
  if (!read) return;
  const playbook = compile(Playbook.parse(read.document), 1);
  const { timeZone, locales } = playbook.site;
  if (who !== undefined && isId(who)) {
    const language = chooseLocale(locale, locales);
    const found = allPrintable(await tryProfile(await targetFrom(process.env), who, playbook, url, now, language));
    console.log(json ? JSON.stringify(found, null, 2) : `${print(found.report, timeZone)}\n${compare(found)}`);
    return;
  }
  const reports = allPrintable(tryPersonas(playbook, who, url, now, locale));
  if (json) console.log(JSON.stringify(who === undefined ? reports : reports[0], null, 2));
  else console.log(who === undefined ? table(reports) : print(reports[0]!, timeZone));
}
