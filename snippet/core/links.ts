import { record } from "./recorder.ts";

const LONGEST_TEXT = 80;

/** Counts a link that leads to a file or to another host; where to without its query. */
export function followed(link?: HTMLAnchorElement): void {
  if (!link) return;
  const { host, origin, pathname } = link;
  const isFile = /\.(pdf|zip|[7gx]z|rar|dmg|exe|msi|apk|(doc|xls|ppt)x?|csv|txt|epub|ics|mp[34])$/i.test(pathname);
  const name = isFile || link.matches("[download]") ? "download" : host != location.host && "outbound";
  // Not those of mail, telephone and scripts, which have no host.
  if (name && host) {
    const text = link.textContent.trim().slice(0, LONGEST_TEXT);
    record("click", { name, properties: { href: origin + pathname, text } });
  }
}
