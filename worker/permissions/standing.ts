import type { PermissionStatus } from "../state/state.ts";
import type { SuppressionReason } from "./tables.ts";

/** A row of the ledger, as far as it decides. */
export interface LedgerRow {
  topic: string;
  status: PermissionStatus;
  submission: string;
  /** Epoch ms. */
  at: number;
  /** How it was said (Evidence.how). */
  how?: string | null;
}

/** Why an address gets nothing more of a topic, or, for `*`, of any. */
export interface Suppression {
  topic: string;
  reason: SuppressionReason;
  /** Epoch ms. */
  at: number;
}

/** All topics of a suppression. */
export const EVERY_TOPIC = "*";

/**
 * What holds for each topic of one address, from its ledger rows, oldest first by when it was said, and what is
 * suppressed. Asking is not answering: a request never weakens what was confirmed (anybody can type in an address), nor
 * does its running out; it only reopens what was withdrawn.
 */
export function standings(rows: LedgerRow[], suppressions: Suppression[] = []): Record<string, PermissionStatus> {
  const current: Record<string, PermissionStatus> = {};
  for (const row of rows) {
    const { topic, status } = row;
    const isAsking = status === "pending" || isUnanswered(row, rows);
    if (!isAsking || current[topic] !== "confirmed") current[topic] = status;
  }
  if (suppressions.length === 0) return current;
  for (const topic of Object.keys(current)) {
    if (current[topic] === "confirmed" && suppressedBy(topic, rows, suppressions)) current[topic] = "withdrawn";
  }
  return current;
}

/** Whether a row tells that a request ran out, and not that a permission did. */
const isUnanswered = ({ topic, status, submission }: Said, rows: Said[]): boolean =>
  status === "expired" &&
  rows.some((row) => row.status === "pending" && row.submission === submission && row.topic === topic);

type Said = Pick<LedgerRow, "topic" | "status" | "submission">;

/** What only whoever runs the site takes away again: no yes makes an address exist, or overrules them. */
export const isFinal = ({ reason }: Suppression): boolean => reason === "bounced" || reason === "manual";

/**
 * What suppresses a topic of an address. A yes that its owner gives later lifts all that is not final; a box ticked by
 * whoever typed the address in (single opt-in) is not yet theirs.
 */
export function suppressedBy(topic: string, rows: LedgerRow[], suppressions: Suppression[]): Suppression | undefined {
  const yes = Math.max(
    0,
    ...rows
      .filter((row) => row.topic === topic && row.status === "confirmed" && row.how !== "single")
      .map(({ at }) => at),
  );
  const about = suppressions.filter((one) => one.topic === topic || one.topic === EVERY_TOPIC);
  return about.find(isFinal) ?? about.find(({ at }) => yes <= at);
}

/** Rows as of a time (epoch ms): what runs out later has not run out yet, though a clock that is ahead has said so. */
export const asOf = <T extends Pick<LedgerRow, "status" | "at">>(rows: T[], now: number): T[] =>
  rows.filter(({ status, at }) => status !== "expired" || at <= now);

/**
 * The topics that one submission asked for and that nobody has answered yet. A no to the topic, however it is said, answers all
 * that was asked before it: to have it after all takes another request.
 */
export function unanswered(rows: Omit<LedgerRow, "how">[], submission: string): string[] {
  const own = rows.filter((row) => row.submission === submission);
  const answered = new Set(own.filter(({ status }) => status !== "pending").map(({ topic }) => topic));
  const isOpen = ({ topic, at }: (typeof rows)[number]): boolean =>
    !answered.has(topic) && !rows.some((row) => row.topic === topic && row.status === "withdrawn" && row.at >= at);
  return [...new Set(own.filter(isOpen).map(({ topic }) => topic))];
}

/** Of permissions carried over, those that nothing later in the ledger has answered, oldest first. */
export function deciding<T extends { topic: string; status: PermissionStatus; at: number }>(
  carried: T[],
  ledger: Omit<LedgerRow, "how">[],
): T[] {
  const answers = ledger.filter((row) => row.status !== "pending" && !isUnanswered(row, ledger));
  const answered = (topic: string): number =>
    Math.max(0, ...answers.filter((row) => row.topic === topic).map(({ at }) => at));
  // Told of the same moment, the no holds.
  const isNo = ({ status }: T): number => Number(status === "withdrawn");
  return carried
    .filter((one) => one.at + isNo(one) > answered(one.topic))
    .toSorted((a, b) => a.at - b.at || isNo(a) - isNo(b));
}
