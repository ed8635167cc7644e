import { now, time, uuid } from "./fresh.ts";
import { objects } from "./objects.ts";
import { pageUrl } from "./script.ts";
import { parse, read, write } from "./store.ts";
import type { How, Purposes, Said } from "./wire.ts";

/** What the server keeps as evidence of a choice. Nothing in it tells who somebody is. */
export interface Evidence {
  /** A UUID of this choice alone, so that telling it twice is one row. */
  id: string;
  consent: Purposes;
  how: How;
  /** The version of the text the visitor saw; the tool's own, or its name, when another one asked. */
  version: string;
  locale: string;
  /** The page where it was made. */
  url: string;
  /** When it was made, ISO 8601. */
  at: string;
}

/** The visitor's choice as kept in the browser. */
export interface Choice extends Evidence {
  /** When the text was last compared with the server's, in ms. */
  checked: number;
  /** Set once the server has the evidence. */
  posted?: 1 | undefined;
}

export const KEY = "fodspor.consent";
const DAY = 864e5;
// 395 days, then the question is asked anew.
const LONGEST = 34128e6;
const PURPOSES = ["analytics", "personalization", "marketing"] as const;

/** The present choice, if there is one. */
export let choice: Choice | undefined;

/** Whether the visitor allows anything at all; which purposes is for the server to mind. */
export function granted(): boolean {
  return PURPOSES.some((name) => choice?.consent[name]);
}

/** Whether the visitor said no, or their browser does for them (Global Privacy Control). */
export function denied(): boolean {
  return choice ? !granted() : objects();
}

/** Whether the banner should show, or its text be compared again, without being asked for. */
export function mustAsk(): boolean {
  return choice ? now() - choice.checked > DAY : !objects();
}

/**
 * Takes over what this or another tab has stored; a choice too old is none. `elsewhere`: a live tab is posting it.
 */
export function recall(text = read(KEY), elsewhere?: boolean): void {
  const stored = parse(text) as Choice | undefined;
  choice =
    stored && now() - Date.parse(stored.at) < LONGEST
      ? { ...(choice?.at == stored.at && choice), ...stored, ...(elsewhere && { posted: 1 }) }
      : undefined;
}

/** Makes a choice that still has to be posted. */
export function choose(purposes: Said, how: How, version: string, locale: string): void {
  const consent = {} as Purposes;
  for (const name of PURPOSES) consent[name] = !!purposes[name];
  choice = { id: uuid(), consent, how, version, locale, url: pageUrl(), at: time(), checked: now() };
  save();
}

/** Whether this is what the visitor has chosen already. */
export function isCurrent(purposes: Said): boolean {
  return PURPOSES.every((name) => choice?.consent[name] == !!purposes[name]);
}

/** Notes whether the server knows the current choice. */
export function mark(posted?: 1): void {
  if (choice) choice.posted = posted;
  save();
}

/**
 * Compares with the text of today: a choice made in our banner holds for that text only, else it is forgotten. One of
 * another tool (their names have three letters) holds until that tool forgets it: an empty version.
 */
export function verify(version: string): void {
  if (choice) {
    if (version && (choice.how.length == 3 || choice.version == version)) choice.checked = now();
    else choice = undefined;
    save();
  }
}

/** Tells the page which purposes are allowed. */
export function announce(): void {
  if (choice) document.dispatchEvent(new CustomEvent("fodspor:consent", { bubbles: true, detail: choice.consent }));
}

function save(): void {
  write(KEY, choice && JSON.stringify(choice.posted ? { ...choice, id: undefined, url: undefined } : choice));
}
