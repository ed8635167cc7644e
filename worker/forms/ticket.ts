import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";

/** Sooner than this after it was shown no person has filled in a form, even where the browser writes the answers. */
const FASTEST = 1_500;
const VALID = 7 * 86_400_000;

const Ticket = z.object({
  form: z.string(),
  submission: z.string(),
  /** When the form was shown, epoch ms. */
  at: z.number(),
});

/** What a ticket tells: nothing, where there is none or it is too old; else whether a person could have been so fast. */
export type TicketAge = "none" | "stale" | "fast" | "good";

/** Says, sealed, that and when a form was shown: for its hidden field `ticket`. Good for one submission. */
export function sealTicket({ sealer, now }: Context, form: string, submission: string): Promise<string> {
  return sealer.seal("form", JSON.stringify({ form, submission, at: now } satisfies z.infer<typeof Ticket>));
}

/** Reads the ticket that came with a submission. @throws Refusal `token_invalid` for one that was changed, or is another's */
export async function readTicket(
  { sealer, now }: Context,
  sealed: string | undefined,
  form: string,
  submission: string,
): Promise<TicketAge> {
  if (sealed === undefined || sealed === "") return "none";
  const text = sealed.length > 1_000 ? null : await sealer.open("form", sealed);
  const ticket = text === null ? null : Ticket.safeParse(JSON.parse(text));
  if (!ticket?.success || ticket.data.form !== form || ticket.data.submission !== submission)
    throw new Refusal(
      "token_invalid",
      "This form is not as we showed it. Load the page again and fill it in once more.",
    );
  const age = now - ticket.data.at;
  return age > VALID ? "stale" : age < FASTEST ? "fast" : "good";
}
