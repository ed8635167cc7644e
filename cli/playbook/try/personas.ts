import { chooseLocale } from "../../../worker/lib/language.ts";
import { trialOf } from "../../../worker/personas/trial.ts";
import type { Compiled } from "../../../worker/playbook/index.ts";
import type { Report } from "./report.ts";
import { tryOut } from "./run.ts";

/**
 * A playbook tried on one of its personas, or on all of them.
 * @throws Error for a persona that is not there, or whose forms or answers the playbook does not have
 */
export function tryPersonas(
  playbook: Compiled,
  who: string | undefined,
  url: string,
  now: number,
  locale: string | undefined,
): Report[] {
  const names = Object.keys(playbook.personas);
  if (names.length === 0)
    throw new Error("This playbook has no personas. Write some into personas.yaml; docs/personas.md tells how.");
  if (who !== undefined && !names.includes(who))
    throw new Error(`There is no persona "${who}". There are: ${names.join(", ")}.`);
  return (who === undefined ? names : [who]).map((name) => {
    const persona = playbook.personas[name]!;
    const language = chooseLocale(locale ?? persona.language, playbook.site.locales);
    return tryOut(trialOf(name, persona, playbook, now, language), playbook, url, now, language);
  });
}
