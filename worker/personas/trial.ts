import { companyFacts, noSums } from "../companies/facts.ts";
import { mayRemember } from "../consent/choose.ts";
import type { Event } from "../events/event.ts";
import { type Compiled, inLocale, type Persona } from "../playbook/index.ts";
import type { Around, CompanyFacts, TraitValue } from "../state/state.ts";
import { historyOf, sourceOf } from "./history.ts";

/** Somebody to try a playbook on: what they did, and what their next request would tell. */
export interface Trial {
  who: string;
  title: string;
  events: Event[];
  around: Around;
  company: CompanyFacts | null;
  notes?: string[];
}

/**
 * A persona as somebody to try a playbook on.
 * @throws Error for a persona whose forms or answers the playbook does not have
 */
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
