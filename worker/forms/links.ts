import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import type { Compiled, Form } from "../playbook/index.ts";

/** How long somebody has to confirm. */
const VALID = 7 * 86_400_000;

const ConfirmToken = z.object({
  submission: z.uuid(),
  profile: z.uuid(),
  form: z.string(),
  topics: z.array(z.string()),
  locale: z.string(),
  expires: z.number(),
});
/** What a confirmation link says, sealed: who asked for what, by which submission. */
export type ConfirmToken = z.infer<typeof ConfirmToken>;

/** The link of a confirmation mail, for the topics still to be answered. */
export async function confirmUrl(
  { settings, sealer, now }: Context,
  message: { profileId: string; locale: string; data: { form: string; submission: string } },
  topics: string[],
): Promise<string> {
  const token: ConfirmToken = {
    submission: message.data.submission,
    profile: message.profileId,
    form: message.data.form,
    topics,
    locale: message.locale,
    expires: now + VALID,
  };
  return `${settings.PUBLIC_URL}${settings.BASE_PATH}/confirm/${await sealer.seal("confirm", JSON.stringify(token))}`;
}

/** Opens a confirmation link. @throws Refusal `token_invalid`, `token_expired` */
export async function openConfirm({ sealer, now }: Context, sealed: string): Promise<ConfirmToken> {
  const text = sealed.length > 2_000 ? null : await sealer.open("confirm", sealed);
  const token = text === null ? null : ConfirmToken.safeParse(JSON.parse(text));
  if (!token?.success)
    throw new Refusal("token_invalid", "This link is not complete. Open it from the e-mail once more.");
  if (token.data.expires < now)
    throw new Refusal("token_expired", "This link has expired. Fill in the form again and you get a new one.");
  return token.data;
}

/** The website's front page: in edge mode this Worker's own host, else where the playbook says the website is. */
export function websiteUrl({ settings }: Context, playbook: Compiled): string {
  return settings.ORIGIN_URL ? settings.PUBLIC_URL : playbook.site.url;
}

/** Where what a form promises is found, on the website; null where it promises nothing. */
export function deliverUrl(context: Context, playbook: Compiled, form: Form): string | null {
  const url = form.deliver && ("url" in form.deliver ? form.deliver.url : playbook.contents[form.deliver.content]?.url);
  return url === undefined ? null : new URL(url, websiteUrl(context, playbook)).href;
}
