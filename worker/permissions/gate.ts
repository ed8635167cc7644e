import { type LedgerRow, standings, unanswered } from "./standing.ts";

export type Verdict = { allowed: true } | { allowed: false; reason: string };

/**
 * The one gate before any message, asked at the moment of sending with the address's ledger rows, oldest first.
 * A confirmation may go out while what its submission asked for is unanswered; everything else needs its topic
 * confirmed. Pending, withdrawn and unknown mean no.
 */
export function mayContact(
  message: { kind: "confirmation" | "delivery" | "marketing"; topic: string; data: { submission: string } },
  ledger: LedgerRow[],
): Verdict {
  if (message.kind === "confirmation") {
    const open = unanswered(ledger, message.data.submission).length > 0;
    return open ? { allowed: true } : { allowed: false, reason: "nothing is left to confirm" };
  }
  const status = standings(ledger)[message.topic];
  if (status === "confirmed") return { allowed: true };
  return { allowed: false, reason: `permission for "${message.topic}" is ${status ?? "unknown"}` };
}
