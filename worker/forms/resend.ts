import { z } from "zod";
import { uuidOf } from "../lib/uuid.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import { openToken, sealToken } from "../platform/token.ts";
import type { Compiled } from "../playbook/index.ts";
import { type Asked, queueAgain, askedBy } from "./store.ts";

/** Between two mails about one submission. */
const APART = 60_000;
const NOT_OURS = "This button is not ours. Fill in the form again.";

const ResendToken = z.strictObject({
  /** The submission's event. */
  again: z.uuid(),
  form: z.string(),
  locale: z.string(),
  /** Epoch ms. */
  expires: z.number(),
});
/** What the button "send it again" says, sealed: which submission's confirmation. */
export type ResendToken = z.infer<typeof ResendToken>;

/** The end of the address to which "send it again" posts. */
export function resendToken(
  { sealer, now }: Context,
  { site }: Compiled,
  token: Omit<ResendToken, "expires">,
): Promise<string> {
  const expires = now + site.permission.confirmWithin;
  return sealToken(sealer, "confirm", { ...token, expires } satisfies ResendToken);
}

/** Opens such a token. @throws Refusal `token_invalid`, `token_expired` */
export async function openResend({ sealer, now }: Context, sealed: string): Promise<ResendToken> {
  const token = await openToken(sealer, "confirm", sealed, ResendToken, { refusal: NOT_OURS });
  if (token.expires < now)
    throw new Refusal("token_expired", "This was too long ago. Fill in the form again and you get a new mail.");
  return token;
}

/** Whether a confirmation may be sent once more: it is still wanted, not too often, and not too soon. */
export function mayResend({ mails, isPending }: Asked, resends: number, now: number): boolean {
  const last = mails.at(-1);
  return isPending && last !== undefined && mails.length <= resends && now - last.createdAt >= APART;
}

/**
 * Sends the confirmation of a submission once more, if it may be. Returns the mail's id, or null for none: which of the two is
 * for nobody's eyes, since it tells who is known.
 */
export async function resend({ db, now }: Context, { site }: Compiled, { again }: ResendToken): Promise<string | null> {
  const asked = await askedBy(db, again);
  if (!mayResend(asked, site.permission.resends, now)) return null;
  const id = uuidOf(again, "confirmation", String(asked.mails.length));
  await queueAgain(db, again, id, now);
  return id;
}
