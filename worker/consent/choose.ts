import type { Event } from "../events/event.ts";
import type { Consent } from "../state/state.ts";

/** How a choice came to be: the evidence stored with it. */
export interface ChoiceEvidence {
  how: string;
  version?: string;
  locale?: string;
  url?: string;
}

/** Whether a choice lets anything be kept in the browser: behaviour (analytics), or what personal content needs. */
export function mayRemember(consent: Consent): boolean {
  return consent.analytics || consent.personalization;
}

export function sameConsent(a: Consent, b: Consent): boolean {
  return a.analytics === b.analytics && a.personalization === b.personalization && a.marketing === b.marketing;
}

/** A choice as an event: it goes the way of all events, and becomes a row of evidence. */
export function consentEvent(
  consent: Consent,
  evidence: ChoiceEvidence,
  sender: { visitor: string; profile: string },
  now: number,
): Event {
  const { url, ...properties } = evidence;
  return {
    id: crypto.randomUUID(),
    type: "consent",
    at: now,
    receivedAt: now,
    visitor: sender.visitor,
    profile: sender.profile,
    consent,
    properties,
    ...(url && /^https?:/.test(url) && URL.canParse(url) ? { page: pageOf(new URL(url)) } : {}),
  };
}

const pageOf = (url: URL): NonNullable<Event["page"]> => ({
  url: url.origin + url.pathname,
  path: url.pathname,
  class: "other",
  topics: [],
});
