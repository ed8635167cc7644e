import { chooseLocale } from "../../../worker/lib/language.ts";
import type { Compiled, Persona } from "../../../worker/playbook/index.ts";
import { inLocale } from "../../../worker/playbook/index.ts";
import { companyFacts, noSums } from "../../../worker/companies/facts.ts";
import { mayRemember } from "../../../worker/consent/choose.ts";
import type { CompanyFacts, TraitValue } from "../../../worker/state/state.ts";
import type { Event } from "../../../worker/events/event.ts";
import { historyOf, sourceOf } from "./history.ts";
import type { Report } from "./report.ts";
import { type Trial, tryOut } from "./run.ts";

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

/** A persona as somebody to try a playbook on. */
export function trialOf(name: string, persona: Persona, playbook: Compiled, now: number, locale: string): Trial {
  const { place, device, language } = sourceOf(persona);
  const { network: _, ...where } = place;
  return {
    who: name,
    title: inLocale(persona.title, locale),
    events: remembered(historyOf(name, persona, playbook, now), persona),
    around: { ...where, device: device.type, ...(language === undefined ? {} : { language }) },
    company: companyOf(persona, playbook, now),
  };
}

/** What is known where they come back: forms and what a server tells reach a browser only if it allows analytics. */
function remembered(events: Event[], { consent }: Persona): Event[] {
  if (!mayRemember(consent)) return events.filter(({ type }) => type === "consent");
  if (consent.analytics) return events;
  return events.filter(
    ({ visitor, type }) => visitor !== null && type !== "form_submit" && !type.startsWith("permission_"),
  );
}

/** What rules are told of where they work: what the persona says of it, and the groups it is in by that. */
function companyOf({ company }: Persona, playbook: Compiled, now: number): CompanyFacts | null {
  if (company === undefined) return null;
  const { name, domain, people = 1, score = 0, hottest = 0, ...traits } = company as Record<string, TraitValue>;
  const hundredths = Math.round(Number(score) * 100);
  const sums = { ...noSums(), people: Number(people), hundredths, most: Math.round(Number(hottest) * 100) };
  const named = { name: String(name ?? domain ?? ""), domain: domain === undefined ? null : String(domain), traits };
  return companyFacts(named, sums, playbook, now);
}
