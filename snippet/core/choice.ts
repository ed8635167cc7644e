import { emit } from "./script.ts";
import type { How, Purposes } from "./wire.ts";

/** The visitor's choice as kept in the browser. Nothing in it tells who somebody is. */
export interface Choice extends Purposes {
  /** The version of the text the visitor saw; "api" when the site's own tool asked. */
  version: string;
  locale: string;
  how: How;
  /** When the choice was made, ISO 8601. */
  at: string;
  /** When the text was last compared with the server's, in ms. */
  checked: number;
  /** Set once the server has the evidence. */
  posted?: 1;
}

const KEY = "fodspor.consent";
const DAY = 864e5;

let choice: Choice | undefined;

export function current(): Choice | undefined {
  return choice;
}

/** Whether the visitor allows anything at all; which purposes is for the server to mind. */
export function granted(): boolean {
  return !!choice && (choice.analytics || choice.personalization || choice.marketing);
}

/** Whether the visitor said no, or their browser does for them (Global Privacy Control). */
export function denied(): boolean {
  return choice ? !granted() : objects();
}

/** Whether the banner should show, or its text be compared again, without being asked for. */
export function mustAsk(): boolean {
  return choice ? choice.how != "api" && !(Date.now() - choice.checked < DAY) : !objects();
}

function objects(): boolean {
  return !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
}

/** Takes over what this or another tab has stored. `elsewhere`: a live tab is posting it. */
export function recall(elsewhere?: boolean): void {
  const text = localStorage.getItem(KEY);
  choice = text ? (JSON.parse(text) as Choice) : undefined;
  if (choice && elsewhere) choice.posted = 1;
}

/** Makes a choice that still has to be posted. */
export function choose(purposes: Purposes, how: How, version: string, locale: string): void {
  const { analytics, personalization, marketing } = purposes;
  const at = new Date();
  choice = {
    analytics: !!analytics,
    personalization: !!personalization,
    marketing: !!marketing,
    version,
    locale,
    how,
    at: at.toISOString(),
    checked: +at,
  };
  save();
}

/** Marks the current choice as known to the server. */
export function posted(): void {
  if (choice) choice.posted = 1;
  save();
}

/** Compares with the text of today: the choice holds for that text only, else it is forgotten. */
export function verify(version: string): void {
  if (choice) {
    if (choice.version == version) choice.checked = Date.now();
    else choice = undefined;
    save();
  }
}

/** Tells the page which purposes are allowed. */
export function announce(): void {
  if (choice) {
    const { analytics, personalization, marketing } = choice;
    emit("consent", { analytics, personalization, marketing });
  }
}

function save(): void {
  try {
    if (choice) localStorage.setItem(KEY, JSON.stringify(choice));
    else localStorage.removeItem(KEY);
  } catch {}
}
