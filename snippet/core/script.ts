// Must run while the tag is executing: `currentScript` is null ever after.
const { dataset = {}, src = "" } = (document.currentScript ||
  document.querySelector('[src*="/s.js"]') ||
  {}) as Partial<HTMLScriptElement>;

/** The attributes on the script tag: `data-consent` says who rules instead of our banner, `data-gcm` who is told. */
export { dataset };

/** Where the Worker answers: the script's own address without its file name. */
export const base = src.replace(/\/[^/]*$/, "");

/** The page's language as a BCP 47 tag. */
export function locale(): string {
  return document.documentElement.lang || navigator.language;
}

/** A page's address without what could tell who reads it: of its query only the utm parameters stay. */
export function pageUrl(url = location.href): string {
  const utm = url.match(/[?&]utm_[^&#]*/g) || [];
  return url.split(/[?#]/)[0] + utm.join("").replace(/^&/, "?");
}
