import type { Row } from "@libsql/client/http";
import type { Evidence } from "../events/event.ts";
import type { PermissionStatus } from "../state/state.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { PERSON_ID } from "./people.ts";
import { json, type Query } from "./query.ts";

/** A row of the ledger: what an address allowed or took back, when, by which submission, and what proves it. */
export interface LedgerRow {
  id: string;
  profile: string;
  email: string;
  channel: string;
  topic: string;
  status: PermissionStatus;
  at: number;
  submission: string;
  evidence: Evidence | null;
}

/** The ledger, newest first, of one address, one person, or all. */
export function permissions(
  filter: { email?: string | undefined; profile?: string | undefined },
  page: Page,
): Query<Part<LedgerRow>> {
  const key = keyOf(page, 1);
  const conditions = ["true"];
  const args: (string | number)[] = [];
  if (filter.email !== undefined) {
    conditions.push("email = ?");
    args.push(filter.email);
  }
  if (filter.profile !== undefined) {
    conditions.push(`profile_id = ${PERSON_ID}`);
    args.push(filter.profile);
  }
  if (key) {
    conditions.push("rowid < ?");
    args.push(...key);
  }
  return {
    statements: [
      {
        sql: `SELECT rowid AS place, * FROM permissions WHERE ${conditions.join(" AND ")} ORDER BY rowid DESC LIMIT ?`,
        args: [...args, page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["place"])], toLedgerRow),
  };
}

export const toLedgerRow = (row: Row): LedgerRow => ({
  id: String(row["id"]),
  profile: String(row["profile_id"]),
  email: String(row["email"]),
  channel: String(row["channel"]),
  topic: String(row["topic"]),
  status: row["status"] as PermissionStatus,
  at: Number(row["at"]),
  submission: String(row["submission"]),
  evidence: json<Evidence>(row, "evidence"),
});
