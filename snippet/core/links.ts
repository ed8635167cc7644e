import { resolve } from "./fresh.ts";
import { record } from "./recorder.ts";

const FILE = /\.(pdf|zip|[7gx]z|rar|dmg|exe|msi|apk|(doc|xls|ppt)x?|csv|txt|epub|ics|mp[34])$/i;
const LONGEST_TEXT = 80;

type Link = HTMLAnchorElement | HTMLAreaElement | SVGAElement;

/** Counts a link that leads to a file or to another host; where to without its query. */
export function followed(link?: Link): void {
  if (!link) return;
  // In an SVG it is an object.
  const { host, origin, pathname } = resolve((link.href as { baseVal?: string }).baseVal ?? (link.href as string));
  const name = link.matches("[download]") || FILE.test(pathname) ? "download" : host != location.host && "outbound";
  // Not those of mail, telephone and scripts, which have no host.
  if (name && host) {
    const text = link.textContent!.trim().slice(0, LONGEST_TEXT);
    record("click", { name, properties: { href: origin + pathname, text } });
  }
}
