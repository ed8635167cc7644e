import { record } from "./recorder.ts";

// Between two looks at the clock; longer ones mean that the computer slept.
const MOST_MS = 1e4;
// Less is not worth another event.
const LEAST_MS = 500;

/** The page view whose time runs, and its address. */
let view: string | undefined;
let url: string;
/** When the visitor was last known to be here, in ms since the page began; 0 while away. */
let since: number | undefined;
let engaged = 0;
let deepest: number;
let told: boolean;

/** Counts the time since the last look if the visitor was here, and sees whether they are now. */
export function look(): void {
  // Not the time of day, which is set now and then.
  const time = performance.now();
  if (since) engaged += Math.min(time - since, MOST_MS);
  // The focus may also be in a frame of the page.
  since = isVisible() && document.hasFocus() ? time : 0;
}

/** Notes how far down the page has been seen, in percent. */
export function measure(): void {
  const seen = Math.round(((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100);
  deepest = Math.min(Math.max(deepest, seen), 100);
}

/** Another page view begins. */
export function engage(id: string): void {
  view = id;
  url = location.href;
  deepest = 0;
  told = false;
  look();
}

/**
 * If the visitor is away (or the page view ends: `over`), tells how long and how deep it was read; after a return,
 * only the additional time.
 */
export function leave(over = !isVisible()): void {
  look();
  measure();
  if (view && (over || !since) && (engaged >= LEAST_MS || (over && !told))) {
    told = true;
    record("page_leave", { url, properties: { view, engaged: engaged | 0, scroll: deepest } });
    engaged = 0;
  }
}

export function isVisible(): boolean {
  return !document.hidden;
}
