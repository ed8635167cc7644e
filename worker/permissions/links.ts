import { z } from "zod";
import { DAY } from "../lib/duration.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import type { Purpose } from "../platform/seal.ts";
import { openToken, sealToken } from "../platform/token.ts";

/** How long a preference page may be opened: it shows what is known of somebody. */
export const PREFERENCES_VALID = 60 * DAY;

const Holder = z.object({ profile: z.uuid(), email: z.string().min(3).max(254), locale: z.string().max(12) });

const UnsubscribeToken = Holder.extend({ topic: z.string().min(1).max(64), message: z.uuid() });
/** What an unsubscribe link says, sealed: whose address, which topic, and in which mail it was. It works for ever. */
export type UnsubscribeToken = z.infer<typeof UnsubscribeToken>;

const PreferencesToken = Holder.extend({ expires: z.number() });
/** What a link to the preference page says, sealed: whose it is, and until when (epoch ms) it works. */
export type PreferencesToken = z.infer<typeof PreferencesToken>;

type Sealed = Pick<Context, "settings" | "sealer" | "now">;

/** The link that ends one topic of one address (RFC 8058: the same for a page and for one click). */
export function unsubscribeUrl(context: Sealed, token: UnsubscribeToken): Promise<string> {
  const { profile, email, topic, message, locale } = token;
  return link(context, "unsubscribe", { profile, email, topic, message, locale });
}

/** The link to somebody's preference page, good for 60 days. */
export function preferencesUrl(context: Sealed, holder: z.infer<typeof Holder>): Promise<string> {
  const { profile, email, locale } = holder;
  return link(context, "preferences", { profile, email, locale, expires: context.now + PREFERENCES_VALID });
}

async function link({ settings, sealer }: Sealed, purpose: Purpose, token: object): Promise<string> {
  return `${settings.PUBLIC_URL}${settings.BASE_PATH}/${purpose}/${await sealToken(sealer, purpose, token)}`;
}

/** Opens an unsubscribe link. @throws Refusal `token_invalid` */
export function openUnsubscribe({ sealer }: Pick<Context, "sealer">, sealed: string): Promise<UnsubscribeToken> {
  return openToken(sealer, "unsubscribe", sealed, UnsubscribeToken);
}

/** Opens a link to the preference page. @throws Refusal `token_invalid`, `token_expired` */
export async function openPreferences(
  { sealer, now }: Pick<Context, "sealer" | "now">,
  sealed: string,
): Promise<PreferencesToken> {
  const token = await openToken(sealer, "preferences", sealed, PreferencesToken);
  if (token.expires < now)
    throw new Refusal("token_expired", "This link has expired. Use the one in the newest e-mail from us.");
  return token;
}
