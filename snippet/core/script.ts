// Must run while the tag is executing: `currentScript` is null ever after.
const tag = (document.currentScript || document.querySelector('script[src*="/s.js"]')) as HTMLScriptElement;

/** Where the Worker answers: the script's own address without its file name. */
export const base = tag.src.replace(/\/[^/]*$/, "");

/** `data-consent="manual"`: the site opens the banner itself, or brings its own. */
export const manual = tag.dataset["consent"] == "manual";

/** The page's language as a BCP 47 tag. */
export function locale(): string {
  return document.documentElement.lang || navigator.language;
}

/** A page's address without what could tell who reads it: of its query only the utm parameters stay. */
export function pageUrl(url = location.href): string {
  const { origin, pathname, searchParams } = new URL(url);
  const utm = [...searchParams].filter(([key]) => key.startsWith("utm_"));
  return origin + pathname + (utm[0] ? "?" + new URLSearchParams(utm) : "");
}

/** Tells the page: a DOM CustomEvent `fodspor:<name>` that bubbles up to the document. */
export function emit(name: string, detail: unknown, from: EventTarget = document): void {
  from.dispatchEvent(new CustomEvent("fodspor:" + name, { bubbles: true, detail }));
}
