import type { PermissionRules } from "../playbook/index.ts";
import {
  asOf,
  EVERY_TOPIC,
  isFinal,
  type LedgerRow,
  standings,
  suppressedBy,
  type Suppression,
  unanswered,
} from "./standing.ts";

/** `until`: not now, but then it is asked once more. */
export type Verdict = { allowed: true } | { allowed: false; reason: string; until?: number };

/** What the gate asks of a message. */
export interface Contact {
  kind: "confirmation" | "delivery" | "marketing" | "service";
  topic: string;
  data: { submission: string };
}

/** What is known of an address at the moment of sending. Times are epoch ms. */
export interface Facts {
  /** Oldest first. */
  ledger: LedgerRow[];
  suppressions: Suppression[];
  /** What its owner wants of all that it gets: null if they never said. */
  preferences: { pausedUntil: number | null; every: number | null } | null;
  /** When it got its last marketing mail. */
  lastMarketing: number | null;
  /** Confirmations: those that it got in the last day; those for the asking network in the last hour, and when there is room again. */
  confirmations: { address: number; network: number; networkFreeAt: number };
  /** Whether it is known to be this person's, and not only typed in (single opt-in). */
  isProved: boolean;
  /** Deliveries that it got in the last day. */
  deliveries: number;
}

/** Why something waits that its receiver may let go on at any time. */
export const PAUSED = "the person has paused all mail";
export const LESS_OFTEN = "the person wants mail less often";

const no = (reason: string, until?: number): Verdict =>
  until === undefined ? { allowed: false, reason } : { allowed: false, reason, until };

/**
 * The one gate before any message, asked at the moment of sending. A confirmation may go out while what its submission
 * asked for is unanswered; everything else needs its topic confirmed, and nothing that suppresses it. Pending, withdrawn,
 * expired and unknown mean no; pauses, frequency and what a network has asked for mean later.
 */
export function mayContact(message: Contact, facts: Facts, rules: PermissionRules, now: number): Verdict {
  if (message.kind === "confirmation") return mayAsk(message, facts, rules, now);
  if (message.kind === "service") return mayServe(facts);
  const { topic } = message;
  const { ledger, suppressions, preferences, lastMarketing } = facts;
  const suppressed = suppressedBy(topic, ledger, suppressions);
  if (suppressed) return no(`the address is suppressed (${suppressed.reason})`);
  const status = standings(ledger)[topic];
  if (status !== "confirmed") return no(`permission for "${topic}" is ${status ?? "unknown"}`);
  if (message.kind === "delivery") return facts.isProved ? { allowed: true } : mayHandOut(facts, rules, now);
  if (preferences === null) return { allowed: true };
  if (preferences.pausedUntil !== null && preferences.pausedUntil > now) return no(PAUSED, preferences.pausedUntil);
  const next = (lastMarketing ?? Number.NEGATIVE_INFINITY) + (preferences.every ?? 0);
  if (next > now) return no(LESS_OFTEN, next);
  return { allowed: true };
}

/** Whoever asks for what is their right is answered, whatever they have withdrawn, unless mail cannot or must not reach them. */
function mayServe({ suppressions }: Facts): Verdict {
  const final = suppressions.find((one) => one.topic === EVERY_TOPIC && isFinal(one));
  return final ? no(`the address is suppressed (${final.reason})`) : { allowed: true };
}

/** Anybody can type in anybody's address: so many mails may come of it, and no more. */
function mayAsk({ data }: Contact, facts: Facts, rules: PermissionRules, now: number): Verdict {
  const { ledger, suppressions, confirmations } = facts;
  const open = unanswered(asOf(ledger, now), data.submission);
  if (open.length === 0) return no("nothing is left to confirm");
  if (askedAt(ledger, data.submission) + rules.confirmWithin <= now) return no("the time to confirm it is over");
  const final = suppressions.filter(isFinal);
  const blocked = open.map((topic) => suppressedBy(topic, [], final));
  if (blocked.every((one) => one !== undefined)) return no(`the address is suppressed (${blocked[0]!.reason})`);
  if (confirmations.address >= rules.perAddress)
    return no(`${rules.perAddress} confirmations in a day are enough for an address`);
  return mayNetwork(facts, rules, now);
}

/** Where one yes is enough, it is that of whoever typed the address in: no more comes of it than of asking. */
function mayHandOut(facts: Facts, rules: PermissionRules, now: number): Verdict {
  if (facts.deliveries >= rules.perAddress)
    return no(`${rules.perAddress} mails in a day are enough for an address that nobody has proved to be theirs`);
  return mayNetwork(facts, rules, now);
}

function mayNetwork({ confirmations }: Facts, { perNetwork }: PermissionRules, now: number): Verdict {
  if (confirmations.network < perNetwork) return { allowed: true };
  return no(
    `${perNetwork} confirmations in an hour are enough for a network`,
    Math.max(confirmations.networkFreeAt, now + 1),
  );
}

/** When a submission asked, epoch ms. */
export const askedAt = (rows: LedgerRow[], submission: string): number =>
  Math.min(...rows.filter((row) => row.submission === submission && row.status === "pending").map(({ at }) => at));
