import { z } from "zod";
import type { Event } from "../events/event.ts";
import { dayOf } from "../lib/day.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Visitor } from "../state/visitor.ts";
import { websiteUrl } from "./website.ts";

/** Whom something is handed out to, and by which answer to which form. */
export interface Recipient {
  form: string;
  profile: string;
  submission: string;
  locale: string;
}

const ContentToken = z.object({
  content: z.string(),
  form: z.string(),
  profile: z.uuid(),
  submission: z.string(),
  locale: z.string(),
  /** Epoch ms. */
  expires: z.number(),
});
/** What a link to something kept behind a form says, sealed. */
export type ContentToken = z.infer<typeof ContentToken>;

/**
 * A person's own link to an entry of contents.yaml, which works for as long as that says. Its end, after the token, only tells
 * people what it leads to. Null where the entry is gone.
 */
export async function contentUrl(
  context: Context,
  playbook: Compiled,
  name: string,
  { form, profile, submission, locale }: Recipient,
): Promise<string | null> {
  const content = Object.hasOwn(playbook.contents, name) ? playbook.contents[name] : undefined;
  if (!content) return null;
  const { settings, sealer, now } = context;
  const token: ContentToken = { content: name, form, profile, submission, locale, expires: now + content.validFor };
  const tail = content.url.startsWith("/") ? new URL(content.url, "https://site.example").pathname : "/";
  return `${settings.PUBLIC_URL}${settings.BASE_PATH}/d/${await sealer.seal("content", JSON.stringify(token))}${tail}`;
}

/** Opens such a link, expired or not. @throws Refusal `token_invalid` */
export async function openContent({ sealer }: Pick<Context, "sealer">, sealed: string): Promise<ContentToken> {
  const text = sealed.length > 2_000 ? null : await sealer.open("content", sealed);
  const token = text === null ? null : ContentToken.safeParse(JSON.parse(text));
  if (!token?.success)
    throw new Refusal("token_invalid", "This link is not complete. Open it from the e-mail once more.");
  return token.data;
}

/** That it was opened, as an event: the same thing opened twice in a day is the same event. */
export function openedEvent(token: ContentToken, visitor: Visitor | null, now: number): Event {
  return {
    id: uuidOf("opened", token.profile, token.content, dayOf(now)),
    type: "content_opened",
    name: token.content,
    at: now,
    receivedAt: now,
    visitor: visitor?.id ?? null,
    profile: token.profile,
    unasked: true,
    language: token.locale,
    properties: { form: token.form },
  };
}

/** The form that hands out an entry of contents.yaml. */
export function formOf(playbook: Compiled, name: string): string | null {
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
