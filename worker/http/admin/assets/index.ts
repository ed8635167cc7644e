import type { Http } from "../view.ts";
import { LIVE } from "./live.ts";
import { PREVIEW } from "./preview.ts";
import { PROGRESS } from "./progress.ts";
import { STYLE } from "./style.ts";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b5c5c"/>
<g fill="#fff"><ellipse cx="15" cy="18.5" rx="5" ry="6.5"/><circle cx="9" cy="10.5" r="2"/><circle cx="13.2" cy="8.2" r="2.1"/><circle cx="18" cy="8.4" r="2.1"/><circle cx="22" cy="11" r="1.9"/></g></svg>`;

const FILES: Record<string, { type: string; text: string }> = {
  "style.css": { type: "text/css; charset=utf-8", text: STYLE },
  "preview.css": { type: "text/css; charset=utf-8", text: PREVIEW },
  "live.js": { type: "text/javascript; charset=utf-8", text: LIVE },
  "progress.js": { type: "text/javascript; charset=utf-8", text: PROGRESS },
  "icon.svg": { type: "image/svg+xml", text: ICON },
};

/** A file that pages refer to. It needs no login, and is asked for anew whenever it may have changed. */
export function assets(c: Http, name: string): Response {
  const { type, text } = FILES[name]!;
  return c.body(text, 200, { "Content-Type": type, "Cache-Control": "no-cache" });
}
