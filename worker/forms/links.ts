import { z } from "zod";
import { contentUrl, type Recipient } from "../contents/link.ts";
import type { Context } from "../platform/context.ts";
import { openToken, sealToken } from "../platform/token.ts";
import type { Compiled } from "../playbook/index.ts";
import { websiteUrl } from "../playbook/website.ts";

const ConfirmToken = z.object({
  submission: z.uuid(),
  profile: z.uuid(),
  form: z.string(),
  topics: z.array(z.string()),
  locale: z.string(),
  /** The mail that it stands in. */
  message: z.uuid().optional(),
  /** Epoch ms. */
  expires: z.number(),
});
/** What a confirmation link says, sealed: who asked for what, by which submission. */
export type ConfirmToken = z.infer<typeof ConfirmToken>;

/** The link of a confirmation mail, for the topics still to be answered, until a time (epoch ms). */
export async function confirmUrl(
  { settings, sealer }: Pick<Context, "settings" | "sealer">,
  message: { id: string; profileId: string; locale: string; data: { form: string; submission: string } },
  topics: string[],
  expires: number,
): Promise<string> {
  const token: ConfirmToken = {
    submission: message.data.submission,
    profile: message.profileId,
    form: message.data.form,
    topics,
    locale: message.locale,
    message: message.id,
    expires,
  };
  return `${settings.PUBLIC_URL}${settings.BASE_PATH}/confirm/${await sealToken(sealer, "confirm", token)}`;
}

/** Opens a confirmation link, expired or not. @throws Refusal `token_invalid` */
export const openConfirm = ({ sealer }: Pick<Context, "sealer">, sealed: string): Promise<ConfirmToken> =>
  openToken(sealer, "confirm", sealed, ConfirmToken);

/**
 * Where what a form promises is found: on the website, or, for what only forms hand out, by a link of this person's own that
 * expires. Null where the form promises nothing.
 */
export async function deliverUrl(context: Context, playbook: Compiled, to: Recipient): Promise<string | null> {
  const promised = Object.hasOwn(playbook.forms, to.form) ? playbook.forms[to.form]!.deliver : undefined;
  if (promised === undefined) return null;
  if ("content" in promised) return contentUrl(context, playbook, promised.content, to);
  return new URL(promised.url, websiteUrl(context, playbook)).href;
}
