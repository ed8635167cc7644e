import type { CarriedPermission, Event, Evidence, Preferences } from "../../events/event.ts";
import { DAY } from "../../lib/duration.ts";
import { uuidOf } from "../../lib/uuid.ts";
import { wordingHash } from "../../permissions/evidence.ts";
import { FOREVER } from "../../permissions/preferences-store.ts";
import type { TraitValue } from "../../state/state.ts";
import { type Choice, wordsOf } from "./topics.ts";

/** The least time between two marketing mails, by what it is called in the form. */
export const EVERY = { all: null, weekly: 7 * DAY, monthly: 30 * DAY } as const;

/** Whose page it is, and how what is done on it is proved. */
export interface Chooser {
  profile: string;
  email: string;
  locale: string;
  /** The page's address, without the token. */
  url: string;
  by: Pick<Evidence, "ip" | "userAgent">;
  now: number;
}

/** What was posted of what somebody gets. `shown` are the topics that were ticked when the page was made. */
export interface Chosen {
  /** The page's own id: the same for both clicks of a double click. */
  page: string;
  yes: string[];
  shown: string[];
  every: keyof typeof EVERY | "keep";
  pause: "keep" | "none" | "1" | "3" | "forever";
  locale: string | null;
}

/**
 * What somebody changed, as events; none where nothing changes. Only a box that was turned counts: a page that was open for long
 * takes nothing back that was said elsewhere since.
 */
export function chosenEvents(chosen: Chosen, choices: Choice[], before: Preferences, chooser: Chooser): Event[] {
  const { yes, shown, page } = chosen;
  const isOn = ({ status }: Choice): boolean => status === "confirmed";
  const on = choices.filter((choice) => yes.includes(choice.topic) && !shown.includes(choice.topic) && !isOn(choice));
  const off = choices.filter((choice) => shown.includes(choice.topic) && !yes.includes(choice.topic) && isOn(choice));
  const after: Preferences = {
    email: chooser.email,
    pausedUntil: chosen.pause === "keep" ? before.pausedUntil : pausedUntil(chosen.pause, chooser.now),
    every: chosen.every === "keep" ? before.every : EVERY[chosen.every],
    locale: chosen.locale ?? before.locale,
  };
  const changed = (["pausedUntil", "every", "locale"] as const).filter((name) => after[name] !== before[name]);
  const events: Event[] = [];
  const said = JSON.stringify([yes.toSorted(), shown.toSorted(), chosen.every, chosen.pause, chosen.locale]);
  if (off.length > 0) events.push(withdrawal(uuidOf(page, "no", said), off, chooser));
  if (on.length > 0 || changed.length > 0)
    events.push({
      ...event("preferences_changed", uuidOf(page, "yes", said), chooser),
      properties: {
        ...(on.length > 0 ? { topics: on.map(({ topic }) => topic) } : {}),
        ...Object.fromEntries(changed.map((name) => [name, after[name]])),
      },
      ...(on.length > 0 ? { carried: on.map((choice) => carried(choice, "confirmed", chooser)) } : {}),
      ...(changed.length > 0 ? { preferences: after } : {}),
    });
  return events;
}

/** Whoever wants nothing at all any more: what they have, and what they were asked. None where there is nothing. */
export function nothingEvents(page: string, choices: Choice[], chooser: Chooser): Event[] {
  const all = choices.filter(({ status }) => status === "confirmed" || status === "pending");
  return all.length === 0 ? [] : [withdrawal(uuidOf(page, "nothing"), all, chooser)];
}

/** What somebody put right; null takes a trait away. */
export function correctionEvent(page: string, corrected: Record<string, TraitValue | null>, chooser: Chooser): Event {
  return { ...event("preferences_changed", uuidOf(page, "corrected", JSON.stringify(corrected)), chooser), corrected };
}

/** The owner of an address says that it is theirs, by a link that only a mail to it had. */
export function proofEvent(page: string, chooser: Chooser): Event {
  const { email } = chooser;
  return { ...event("preferences_changed", uuidOf(page, "proved"), chooser), identity: { email } };
}

function withdrawal(id: string, choices: Choice[], chooser: Chooser): Event {
  return {
    ...event("permission_withdrawn", id, chooser),
    ...(choices.length === 1 ? { name: choices[0]!.topic } : {}),
    properties: { topics: choices.map(({ topic }) => topic) },
    carried: choices.map((choice) => carried(choice, "withdrawn", chooser)),
  };
}

function event(type: Event["type"], id: string, { profile, locale, now }: Chooser): Event {
  return { id, type, at: now, receivedAt: now, visitor: null, profile, language: locale };
}

function carried(choice: Choice, status: "confirmed" | "withdrawn", chooser: Chooser): CarriedPermission {
  const { email, now } = chooser;
  return { topic: choice.topic, status, at: now, email, evidence: evidence(choice, chooser) };
}

function evidence(choice: Choice, { locale, url, by }: Chooser): Evidence {
  const text = wordsOf(choice);
  return {
    version: choice.version,
    text,
    hash: wordingHash(text),
    locale,
    url,
    form: "preferences",
    how: "preferences",
    ...by,
  };
}

function pausedUntil(pause: Exclude<Chosen["pause"], "keep">, now: number): number | null {
  if (pause === "none") return null;
  return pause === "forever" ? FOREVER : inMonths(now, Number(pause));
}

/** The same day so many months later; the last of the month where it has no such day. */
function inMonths(now: number, months: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}
