import type { Context } from "../platform/context.ts";
import type { Compiled } from "../playbook/index.ts";
import { websiteUrl } from "../playbook/website.ts";

/** The form that hands out an entry of contents.yaml. */
export function formFor(playbook: Compiled, name: string): string | null {
  const found = Object.entries(playbook.forms).find(
    ([, { deliver }]) => deliver && "content" in deliver && deliver.content === name,
  );
  return found?.[0] ?? null;
}

/** The entry of contents.yaml that an address of the website is; null for whatever anybody may have. */
export function gatedAt(context: Pick<Context, "settings">, playbook: Compiled, url: URL): string | null {
  const home = websiteUrl(context, playbook);
  const { ORIGIN_URL, PUBLIC_URL } = context.settings;
  const ours = new Set([ORIGIN_URL, PUBLIC_URL, new URL(playbook.site.url).origin]);
  const asked = plain(url.pathname);
  for (const [name, content] of Object.entries(playbook.contents)) {
    const kept = new URL(content.url, home);
    const sameQuery = [...kept.searchParams].every(([key, value]) => url.searchParams.getAll(key).includes(value));
    if (ours.has(kept.origin) && plain(kept.pathname) === asked && sameQuery) return name;
  }
  return null;
}

/** A path as servers understand it that are generous: escapes, doubled and trailing slashes, and capitals make no other file. */
function plain(pathname: string): string {
  let path = pathname;
  // Twice, for servers that read an escaped escape.
  for (let i = 0; i < 2; i++) {
    try {
      path = decodeURIComponent(path);
    } catch {
      break;
    }
  }
  const names: string[] = [];
  for (const name of path.replaceAll("\\", "/").split(/[;\0]/)[0]!.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/").toLowerCase();
}
