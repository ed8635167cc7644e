import { type LedgerRow, standings, unanswered } from "./standing.ts";

/** Anybody can type in anybody's address; so many mails a day may come of it, and no more. */
const MOST_CONFIRMATIONS = 5;

export type Verdict = { allowed: true } | { allowed: false; reason: string };

/**
 * The one gate before any message, asked at the moment of sending with the address's ledger rows, oldest first, and
 * how many confirmations it got in the last day. A confirmation may go out while what its submission asked for is
 * unanswered; everything else needs its topic confirmed. Pending, withdrawn and unknown mean no.
 */
export function mayContact(
  message: { kind: "confirmation" | "delivery" | "marketing"; topic: string; data: { submission: string } },
  ledger: LedgerRow[],
  confirmations: number,
): Verdict {
  if (message.kind === "confirmation") {
    if (confirmations >= MOST_CONFIRMATIONS)
      return { allowed: false, reason: `${MOST_CONFIRMATIONS} confirmations in a day are enough` };
    const open = unanswered(ledger, message.data.submission).length > 0;
    return open ? { allowed: true } : { allowed: false, reason: "nothing is left to confirm" };
  }
  const status = standings(ledger)[message.topic];
  if (status === "confirmed") return { allowed: true };
  return { allowed: false, reason: `permission for "${message.topic}" is ${status ?? "unknown"}` };
}
