import type { Event } from "../events/event.ts";
import type { AnonymousChoice } from "../events/message.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Region } from "../playbook/index.ts";
import type { Consent } from "../state/state.ts";
import { dayOf } from "../lib/day.ts";
import { DAY } from "../lib/duration.ts";

/** So long a choice whose answer was lost may be told again as the same visitor's. Its id is no secret, hence no longer. */
const TOLD_AGAIN = 3_600_000;
/** An older time is a clock that is wrong. */
const OLDEST = 7 * DAY;

/** How a choice came to be: the evidence stored with it. */
export interface ChoiceEvidence {
  /** The browser's own id of the choice: told twice, it is one choice. */
  id?: string;
  /** When it was made, epoch ms. */
  at?: number;
  /** The same by the browser's own clock, which may be wrong. */
  toldAt?: number;
  how: string;
  gpc?: boolean;
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

/** Who a choice makes, where nobody was known: the same visitor, should the browser have to tell it again. */
export function visitorOf({ id, toldAt }: ChoiceEvidence, now: number): { id: string; profile: string } {
  const again = id !== undefined && toldAt !== undefined && Math.abs(now - toldAt) < TOLD_AGAIN;
  if (!again) return { id: crypto.randomUUID(), profile: crypto.randomUUID() };
  return { id: uuidOf("visitor", id, String(toldAt)), profile: uuidOf("profile", id, String(toldAt)) };
}

/** A choice as an event: it goes the way of all events, and becomes a row of evidence. */
export function consentEvent(
  consent: Consent,
  evidence: ChoiceEvidence,
  sender: { visitor: string; profile: string },
  now: number,
): Event {
  const { id, at = now, toldAt: _, url, ...properties } = evidence;
  return {
    id: id === undefined ? crypto.randomUUID() : uuidOf("choice", id, sender.profile),
    type: "consent",
    at: Math.min(now, Math.max(at, now - OLDEST)),
    receivedAt: now,
    visitor: sender.visitor,
    profile: sender.profile,
    consent,
    properties,
    ...(url && /^https?:/.test(url) && URL.canParse(url) ? { page: pageOf(new URL(url)) } : {}),
  };
}

/** A choice as a number among others: nothing in it says whose it is. */
export function anonymousChoice(
  consent: Consent,
  how: string,
  version: string,
  country: string | undefined,
  now: number,
): AnonymousChoice {
  return { day: dayOf(now), country: country ?? "", how, version, ...consent };
}

/**
 * What holds in a country until its visitors choose. A browser that sends Global Privacy Control has objected, wherever
 * it is.
 */
export function regionMode(regions: Region[], country: string | undefined, gpc: boolean): Region["mode"] {
  if (gpc) return "opt-in";
  return regions.find(({ countries }) => countries.includes(country ?? ""))?.mode ?? "opt-in";
}

const pageOf = (url: URL): NonNullable<Event["page"]> => ({
  url: url.origin + url.pathname,
  path: url.pathname,
  class: "other",
  topics: [],
});
