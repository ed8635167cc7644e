import type { z } from "zod";
import { Refusal } from "./errors.ts";
import type { Purpose, Sealer } from "./seal.ts";

/** What a link, a button or a hidden field says, sealed: whoever carries it can neither read nor change it. */
export const sealToken = (sealer: Sealer, purpose: Purpose, token: object): Promise<string> =>
  sealer.seal(purpose, JSON.stringify(token));

/**
 * What such a token says; `most` characters are as long as one of ours can be. Whether it has expired is for the caller to tell.
 * @throws Refusal `token_invalid`, in the words given, for one that was not sealed here, or for something else
 */
export async function openToken<T>(
  sealer: Sealer,
  purpose: Purpose,
  sealed: string,
  schema: z.ZodType<T>,
  { refusal = "This link is not complete. Open it from the e-mail once more.", most = 2_000 } = {},
): Promise<T> {
  const text = sealed.length > most ? null : await sealer.open(purpose, sealed);
  const token = text === null ? null : schema.safeParse(JSON.parse(text));
  if (!token?.success) throw new Refusal("token_invalid", refusal);
  return token.data;
}
