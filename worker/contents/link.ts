import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { openToken, sealToken } from "../platform/token.ts";
import type { Compiled } from "../playbook/index.ts";

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
  return `${settings.PUBLIC_URL}${settings.BASE_PATH}/d/${await sealToken(sealer, "content", token)}${tail}`;
}

/** Opens such a link, expired or not. @throws Refusal `token_invalid` */
export const openContent = ({ sealer }: Pick<Context, "sealer">, sealed: string): Promise<ContentToken> =>
  openToken(sealer, "content", sealed, ContentToken);
