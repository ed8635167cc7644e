import type { PermissionStatus } from "../state/state.ts";

/** A row of the ledger, as far as it decides. */
export interface LedgerRow {
  topic: string;
  status: PermissionStatus;
  submission: string;
}

/**
 * What holds for each topic of one address, from its ledger rows, oldest first by when it was said. Asking is not answering: a request
 * never weakens what was confirmed (anybody can type in an address), it only reopens what was withdrawn.
 */
export function standings(rows: LedgerRow[]): Record<string, PermissionStatus> {
  const current: Record<string, PermissionStatus> = {};
  for (const { topic, status } of rows) {
    if (status !== "pending" || current[topic] !== "confirmed") current[topic] = status;
  }
  return current;
}

/** The topics that one submission asked for and that nobody has answered yet. */
export function unanswered(rows: LedgerRow[], submission: string): string[] {
  const own = rows.filter((row) => row.submission === submission);
  const answered = new Set(own.filter(({ status }) => status !== "pending").map(({ topic }) => topic));
  return [...new Set(own.map(({ topic }) => topic))].filter((topic) => !answered.has(topic));
}

/** Of permissions carried over, those that nothing later in the ledger has answered, oldest first. */
export function deciding<T extends { topic: string; status: PermissionStatus; at: number }>(
  carried: T[],
  ledger: { topic: string; status: PermissionStatus; at: number }[],
): T[] {
  const answered = (topic: string): number =>
    Math.max(0, ...ledger.filter((row) => row.topic === topic && row.status !== "pending").map(({ at }) => at));
  // Told of the same moment, the no holds.
  const isNo = ({ status }: T): number => Number(status === "withdrawn");
  return carried
    .filter((one) => one.at + isNo(one) > answered(one.topic))
    .toSorted((a, b) => a.at - b.at || isNo(a) - isNo(b));
}
